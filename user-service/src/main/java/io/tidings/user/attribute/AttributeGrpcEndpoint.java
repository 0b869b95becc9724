package io.tidings.user.attribute;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.Attribute;
import io.tidings.proto.user.v1.AttributeServiceGrpc.AttributeServiceImplBase;
import io.tidings.proto.user.v1.ChangeAttributeTypeRequest;
import io.tidings.proto.user.v1.ChangeAttributeTypeResponse;
import io.tidings.proto.user.v1.DefineAttributeRequest;
import io.tidings.proto.user.v1.DefineAttributeResponse;
import io.tidings.proto.user.v1.ListAttributesRequest;
import io.tidings.proto.user.v1.ListAttributesResponse;
import io.tidings.proto.user.v1.PreviewAttributeTypeRequest;
import io.tidings.proto.user.v1.PreviewAttributeTypeResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.typing.Definition;
import io.tidings.typing.ValueType;
import io.tidings.user.RefusedException;
import jakarta.inject.Singleton;
import java.util.List;

/** The schema of attributes over gRPC. */
@Singleton
final class AttributeGrpcEndpoint extends AttributeServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final Attributes attributes;
  private final TypeChanges changes;

  AttributeGrpcEndpoint(Attributes attributes, TypeChanges changes) {
    this.attributes = attributes;
    this.changes = changes;
  }

  @Override
  public void defineAttribute(
      DefineAttributeRequest request, StreamObserver<DefineAttributeResponse> answer) {
    AttributeSubject subject = subject(request.getSubject());
    Definition definition;
    try {
      definition =
          attributes.define(workspaceId(), subject, request.getName(), type(request.getType()));
    } catch (RefusedException e) {
      throw Faults.invalid(e.field(), e.reason());
    }
    answer.onNext(
        DefineAttributeResponse.newBuilder()
            .setAttribute(toWire(subject, List.of(definition)).getFirst())
            .build());
    answer.onCompleted();
  }

  @Override
  public void listAttributes(
      ListAttributesRequest request, StreamObserver<ListAttributesResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    AttributeSubject subject = subject(request.getSubject());
    // One more than asked for tells whether this is the last page.
    List<Definition> page =
        attributes.page(workspaceId(), subject, request.getPageToken(), size + 1);
    List<Definition> shown = page.subList(0, Math.min(size, page.size()));
    ListAttributesResponse.Builder response =
        ListAttributesResponse.newBuilder().addAllAttributes(toWire(subject, shown));
    if (page.size() > size) {
      response.setNextPageToken(shown.getLast().name());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void previewAttributeType(
      PreviewAttributeTypeRequest request, StreamObserver<PreviewAttributeTypeResponse> answer) {
    AttributeSubject subject = subject(request.getSubject());
    if (!attributes.isDefined(workspaceId(), subject, request.getName())) {
      throw unknown(request.getName());
    }
    TypeChanges.Preview preview =
        changes.preview(workspaceId(), subject, request.getName(), type(request.getType()));
    answer.onNext(
        PreviewAttributeTypeResponse.newBuilder()
            .setHolderCount(preview.holders())
            .setInconvertibleCount(preview.inconvertible())
            .addAllInconvertibleShapes(preview.shapes())
            .build());
    answer.onCompleted();
  }

  @Override
  public void changeAttributeType(
      ChangeAttributeTypeRequest request, StreamObserver<ChangeAttributeTypeResponse> answer) {
    AttributeSubject subject = subject(request.getSubject());
    Definition changed =
        changes
            .change(workspaceId(), subject, request.getName(), type(request.getType()))
            .orElseThrow(() -> unknown(request.getName()));
    answer.onNext(
        ChangeAttributeTypeResponse.newBuilder()
            .setAttribute(toWire(subject, List.of(changed)).getFirst())
            .build());
    answer.onCompleted();
  }

  private List<Attribute> toWire(AttributeSubject subject, List<Definition> definitions) {
    List<String> converting =
        changes.converting(
            workspaceId(), subject, definitions.stream().map(Definition::name).toList());
    return definitions.stream()
        .map(definition ->
            Attribute.newBuilder()
                .setSubject(toWire(subject))
                .setName(definition.name())
                .setType(definition.type().toWire())
                .setDefinedAt(ValueWire.timestamp(definition.definedAt()))
                .setChangedAt(ValueWire.timestamp(definition.changedAt()))
                .setConverting(converting.contains(definition.name()))
                .build())
        .toList();
  }

  private static StatusRuntimeException unknown(String name) {
    return Faults.notFound(
        "no attribute %s is defined in this workspace".formatted(RefusedException.quoted(name)));
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static ValueType type(io.tidings.proto.value.v1.ValueType wire) {
    return ValueType.fromWire(wire)
        .orElseThrow(() -> Faults.invalid("type", "type is not given; give one"));
  }

  private static AttributeSubject subject(io.tidings.proto.user.v1.AttributeSubject wire) {
    return switch (wire) {
      case ATTRIBUTE_SUBJECT_USER -> AttributeSubject.USER;
      case ATTRIBUTE_SUBJECT_COMPANY -> AttributeSubject.COMPANY;
      case ATTRIBUTE_SUBJECT_UNSPECIFIED, UNRECOGNIZED ->
          throw Faults.invalid("subject", "subject is not given; give user or company");
    };
  }

  private static io.tidings.proto.user.v1.AttributeSubject toWire(AttributeSubject subject) {
    return switch (subject) {
      case USER -> io.tidings.proto.user.v1.AttributeSubject.ATTRIBUTE_SUBJECT_USER;
      case COMPANY -> io.tidings.proto.user.v1.AttributeSubject.ATTRIBUTE_SUBJECT_COMPANY;
    };
  }
}

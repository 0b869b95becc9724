package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.Attribute;
import io.tidings.proto.user.v1.AttributeServiceGrpc;
import io.tidings.proto.user.v1.ChangeAttributeTypeRequest;
import io.tidings.proto.user.v1.ChangeAttributeTypeResponse;
import io.tidings.proto.user.v1.DefineAttributeRequest;
import io.tidings.proto.user.v1.DefineAttributeResponse;
import io.tidings.proto.user.v1.ListAttributesRequest;
import io.tidings.proto.user.v1.ListAttributesResponse;
import io.tidings.proto.user.v1.PreviewAttributeTypeRequest;
import io.tidings.proto.user.v1.PreviewAttributeTypeResponse;
import io.tidings.rpc.Faults;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps what is defined by workspace and subject. */
final class PlayedAttributes extends AttributeServiceGrpc.AttributeServiceImplBase {
  private final Map<String, Map<String, Attribute>> defined = new ConcurrentHashMap<>();

  @Override
  public void defineAttribute(
      DefineAttributeRequest request, StreamObserver<DefineAttributeResponse> answer) {
    var attribute =
        Attribute.newBuilder()
            .setSubject(request.getSubject())
            .setName(request.getName())
            .setType(request.getType())
            .build();
    attributes(request.getSubjectValue()).put(request.getName(), attribute);
    answer.onNext(DefineAttributeResponse.newBuilder().setAttribute(attribute).build());
    answer.onCompleted();
  }

  @Override
  public void listAttributes(
      ListAttributesRequest request, StreamObserver<ListAttributesResponse> answer) {
    answer.onNext(
        ListAttributesResponse.newBuilder()
            .addAllAttributes(attributes(request.getSubjectValue()).values())
            .build());
    answer.onCompleted();
  }

  @Override
  public void previewAttributeType(
      PreviewAttributeTypeRequest request, StreamObserver<PreviewAttributeTypeResponse> answer) {
    answer.onNext(
        PreviewAttributeTypeResponse.newBuilder()
            .setHolderCount(3)
            .setInconvertibleCount(1)
            .addInconvertibleShapes("aaa 99")
            .build());
    answer.onCompleted();
  }

  @Override
  public void changeAttributeType(
      ChangeAttributeTypeRequest request, StreamObserver<ChangeAttributeTypeResponse> answer) {
    var changed =
        attributes(request.getSubjectValue())
            .computeIfPresent(
                request.getName(),
                (_, attribute) ->
                    attribute.toBuilder().setType(request.getType()).setConverting(true).build());
    if (changed == null) {
      throw Faults.notFound("no attribute '" + request.getName() + "'");
    }
    answer.onNext(ChangeAttributeTypeResponse.newBuilder().setAttribute(changed).build());
    answer.onCompleted();
  }

  private Map<String, Attribute> attributes(int subject) {
    return defined.computeIfAbsent(
        PlayedServices.workspace() + " " + subject, _ -> new ConcurrentSkipListMap<>());
  }
}

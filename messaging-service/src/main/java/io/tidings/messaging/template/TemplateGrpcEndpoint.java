package io.tidings.messaging.template;

import io.grpc.stub.StreamObserver;
import io.tidings.messaging.database.Page;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.CreateTemplateResponse;
import io.tidings.proto.messaging.v1.GetTemplateRequest;
import io.tidings.proto.messaging.v1.GetTemplateResponse;
import io.tidings.proto.messaging.v1.ListTemplatesRequest;
import io.tidings.proto.messaging.v1.ListTemplatesResponse;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.messaging.v1.UpdateTemplateRequest;
import io.tidings.proto.messaging.v1.UpdateTemplateResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.util.UUID;

@Singleton
final class TemplateGrpcEndpoint extends TemplateServiceGrpc.TemplateServiceImplBase {
  private final Templates templates;

  TemplateGrpcEndpoint(Templates templates) {
    this.templates = templates;
  }

  @Override
  public void createTemplate(
      CreateTemplateRequest request, StreamObserver<CreateTemplateResponse> response) {
    Template template;
    try {
      template =
          templates.create(
              Caller.current().workspaceId(),
              request.getRequestId().isEmpty() ? null : request.getRequestId(),
              request.getName(),
              ContentWire.toDomain(request.getContent()));
    } catch (InvalidContent e) {
      throw ContentWire.refused(e);
    } catch (Templates.NameTaken e) {
      throw Faults.invalid("name", String.valueOf(e.getMessage()));
    }
    response.onNext(CreateTemplateResponse.newBuilder().setTemplate(wire(template)).build());
    response.onCompleted();
  }

  @Override
  public void updateTemplate(
      UpdateTemplateRequest request, StreamObserver<UpdateTemplateResponse> response) {
    Template template;
    try {
      template =
          templates
              .update(
                  Caller.current().workspaceId(),
                  UUID.fromString(request.getTemplateId()),
                  ContentWire.toDomain(request.getContent()))
              .orElseThrow(() -> unknown(request.getTemplateId()));
    } catch (InvalidContent e) {
      throw ContentWire.refused(e);
    }
    response.onNext(UpdateTemplateResponse.newBuilder().setTemplate(wire(template)).build());
    response.onCompleted();
  }

  @Override
  public void getTemplate(
      GetTemplateRequest request, StreamObserver<GetTemplateResponse> response) {
    Template template =
        templates
            .find(Caller.current().workspaceId(), UUID.fromString(request.getTemplateId()))
            .orElseThrow(() -> unknown(request.getTemplateId()));
    response.onNext(GetTemplateResponse.newBuilder().setTemplate(wire(template)).build());
    response.onCompleted();
  }

  @Override
  public void listTemplates(
      ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> response) {
    Page<Template> page =
        templates.list(
            Caller.current().workspaceId(),
            Page.Request.of(request.getPageSize(), request.getPageToken()));
    response.onNext(
        ListTemplatesResponse.newBuilder()
            .addAllTemplates(page.items().stream().map(TemplateGrpcEndpoint::wire).toList())
            .setNextPageToken(page.nextToken())
            .build());
    response.onCompleted();
  }

  private static RuntimeException unknown(String id) {
    return Faults.notFound("the workspace has no template " + id);
  }

  private static io.tidings.proto.messaging.v1.Template wire(Template template) {
    return io.tidings.proto.messaging.v1.Template.newBuilder()
        .setId(template.id().toString())
        .setName(template.name())
        .setContent(ContentWire.toWire(template.content()))
        .setVersion(template.version())
        .setCreatedAt(ValueWire.toTimestamp(template.createdAt()))
        .setUpdatedAt(ValueWire.toTimestamp(template.updatedAt()))
        .build();
  }
}

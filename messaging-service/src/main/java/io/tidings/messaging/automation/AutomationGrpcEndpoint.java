package io.tidings.messaging.automation;

import io.grpc.stub.StreamObserver;
import io.tidings.messaging.audience.AudienceRefused;
import io.tidings.messaging.database.Page;
import io.tidings.messaging.send.SendClass;
import io.tidings.messaging.send.SendWire;
import io.tidings.messaging.template.UnknownTemplate;
import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateAutomationResponse;
import io.tidings.proto.messaging.v1.GetAutomationRequest;
import io.tidings.proto.messaging.v1.GetAutomationResponse;
import io.tidings.proto.messaging.v1.ListAutomationsRequest;
import io.tidings.proto.messaging.v1.ListAutomationsResponse;
import io.tidings.proto.messaging.v1.SetAutomationEnabledRequest;
import io.tidings.proto.messaging.v1.SetAutomationEnabledResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.util.UUID;

@Singleton
final class AutomationGrpcEndpoint extends AutomationServiceGrpc.AutomationServiceImplBase {
  private final Automations automations;
  private final AutomationRepository repository;

  AutomationGrpcEndpoint(Automations automations, AutomationRepository repository) {
    this.automations = automations;
    this.repository = repository;
  }

  @Override
  public void createAutomation(
      CreateAutomationRequest request, StreamObserver<CreateAutomationResponse> response) {
    Automation automation;
    try {
      automation =
          automations.create(
              Caller.current().workspaceId(),
              request.getRequestId().isEmpty() ? null : request.getRequestId(),
              request.getName(),
              UUID.fromString(request.getSegmentId()),
              ChannelWire.toDomain(request.getChannel()),
              request.getTemplate(),
              SendWire.toDomain(request.getClass_(), SendClass.MARKETING));
    } catch (UnknownTemplate | AudienceRefused e) {
      throw Faults.notFound(String.valueOf(e.getMessage()));
    }
    response.onNext(CreateAutomationResponse.newBuilder().setAutomation(wire(automation)).build());
    response.onCompleted();
  }

  @Override
  public void getAutomation(
      GetAutomationRequest request, StreamObserver<GetAutomationResponse> response) {
    Automation automation =
        repository
            .find(Caller.current().workspaceId(), UUID.fromString(request.getAutomationId()))
            .orElseThrow(() -> unknown(request.getAutomationId()));
    response.onNext(GetAutomationResponse.newBuilder().setAutomation(wire(automation)).build());
    response.onCompleted();
  }

  @Override
  public void listAutomations(
      ListAutomationsRequest request, StreamObserver<ListAutomationsResponse> response) {
    Page<Automation> page =
        repository.list(
            Caller.current().workspaceId(),
            Page.Request.of(request.getPageSize(), request.getPageToken()));
    response.onNext(
        ListAutomationsResponse.newBuilder()
            .addAllAutomations(page.items().stream().map(AutomationGrpcEndpoint::wire).toList())
            .setNextPageToken(page.nextToken())
            .build());
    response.onCompleted();
  }

  @Override
  public void setAutomationEnabled(
      SetAutomationEnabledRequest request, StreamObserver<SetAutomationEnabledResponse> response) {
    Automation automation =
        repository
            .setEnabled(
                Caller.current().workspaceId(),
                UUID.fromString(request.getAutomationId()),
                request.getEnabled())
            .orElseThrow(() -> unknown(request.getAutomationId()));
    response.onNext(
        SetAutomationEnabledResponse.newBuilder().setAutomation(wire(automation)).build());
    response.onCompleted();
  }

  private static RuntimeException unknown(String id) {
    return Faults.notFound("the workspace has no automation " + id);
  }

  private static io.tidings.proto.messaging.v1.Automation wire(Automation automation) {
    return io.tidings.proto.messaging.v1.Automation.newBuilder()
        .setId(automation.id().toString())
        .setName(automation.name())
        .setSegmentId(automation.segmentId().toString())
        .setChannel(ChannelWire.toWire(automation.channel()))
        .setTemplateId(automation.templateId().toString())
        .setClass_(SendWire.toWire(automation.sendClass()))
        .setEnabled(automation.enabled())
        .setCreatedAt(ValueWire.toTimestamp(automation.createdAt()))
        .build();
  }
}

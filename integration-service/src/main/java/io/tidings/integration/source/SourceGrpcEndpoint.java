package io.tidings.integration.source;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.integration.connection.Catalogue;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.connection.Connections;
import io.tidings.integration.connection.Setting;
import io.tidings.proto.integration.v1.ConnectSourceRequest;
import io.tidings.proto.integration.v1.ConnectSourceResponse;
import io.tidings.proto.integration.v1.DisconnectSourceRequest;
import io.tidings.proto.integration.v1.DisconnectSourceResponse;
import io.tidings.proto.integration.v1.ListSourceTypesRequest;
import io.tidings.proto.integration.v1.ListSourceTypesResponse;
import io.tidings.proto.integration.v1.ListSourcesRequest;
import io.tidings.proto.integration.v1.ListSourcesResponse;
import io.tidings.proto.integration.v1.ReceiveWebhookRequest;
import io.tidings.proto.integration.v1.ReceiveWebhookResponse;
import io.tidings.proto.integration.v1.SourceServiceGrpc;
import io.tidings.proto.integration.v1.SourceSetting;
import io.tidings.proto.integration.v1.SourceType;
import io.tidings.proto.integration.v1.UnknownConnection;
import io.tidings.proto.integration.v1.UpdateSourceRequest;
import io.tidings.proto.integration.v1.UpdateSourceResponse;
import io.tidings.proto.integration.v1.WebhookTaken;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code tidings.integration.v1.SourceService}. */
@Singleton
final class SourceGrpcEndpoint extends SourceServiceGrpc.SourceServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final Connections<Source> sources;
  private final Catalogue<Source> catalogue;
  private final WebhookIntake intake;

  SourceGrpcEndpoint(
      Connections<Source> sources, Catalogue<Source> catalogue, WebhookIntake intake) {
    this.sources = sources;
    this.catalogue = catalogue;
    this.intake = intake;
  }

  @Override
  public void listSourceTypes(
      ListSourceTypesRequest request, StreamObserver<ListSourceTypesResponse> observer) {
    int size = size(request.getPageSize());
    List<Source> page = catalogue.list(request.getPageToken(), size);
    ListSourceTypesResponse.Builder response = ListSourceTypesResponse.newBuilder();
    page.forEach(source -> response.addTypes(wire(source)));
    if (page.size() == size) {
      response.setNextPageToken(page.getLast().id());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void connectSource(
      ConnectSourceRequest request, StreamObserver<ConnectSourceResponse> observer) {
    Connection<Source> made =
        sources.connect(
            Caller.current().workspaceId(),
            request.getType(),
            request.getName(),
            request.getSettingsMap(),
            request.getRequestId().isEmpty() ? null : request.getRequestId());
    observer.onNext(ConnectSourceResponse.newBuilder().setSource(wire(made)).build());
    observer.onCompleted();
  }

  @Override
  public void updateSource(
      UpdateSourceRequest request, StreamObserver<UpdateSourceResponse> observer) {
    Connection<Source> changed =
        sources
            .update(
                Caller.current().workspaceId(),
                UUID.fromString(request.getSourceId()),
                request.getSettingsMap())
            .orElseThrow(() -> missing(request.getSourceId()));
    observer.onNext(UpdateSourceResponse.newBuilder().setSource(wire(changed)).build());
    observer.onCompleted();
  }

  @Override
  public void listSources(
      ListSourcesRequest request, StreamObserver<ListSourcesResponse> observer) {
    int size = size(request.getPageSize());
    List<Connection<Source>> page =
        sources.list(Caller.current().workspaceId(), after(request.getPageToken()), size);
    ListSourcesResponse.Builder response = ListSourcesResponse.newBuilder();
    page.forEach(connection -> response.addSources(wire(connection)));
    if (page.size() == size) {
      response.setNextPageToken(page.getLast().id().toString());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void disconnectSource(
      DisconnectSourceRequest request, StreamObserver<DisconnectSourceResponse> observer) {
    if (!sources.disconnect(
        Caller.current().workspaceId(), UUID.fromString(request.getSourceId()))) {
      throw missing(request.getSourceId());
    }
    observer.onNext(DisconnectSourceResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void receiveWebhook(
      ReceiveWebhookRequest request, StreamObserver<ReceiveWebhookResponse> observer) {
    Reception reception =
        intake.receive(
            new WebhookCall(
                UUID.fromString(request.getConnectionId()),
                request.getTarget(),
                request.getHeadersMap(),
                request.getBody()));
    observer.onNext(wire(reception));
    observer.onCompleted();
  }

  private static ReceiveWebhookResponse wire(Reception reception) {
    ReceiveWebhookResponse.Builder response = ReceiveWebhookResponse.newBuilder();
    switch (reception) {
      case Reception.Taken() -> response.setTaken(WebhookTaken.getDefaultInstance());
      case Reception.Refused(var reason) -> response.getRefusedBuilder().setReason(reason);
      case Reception.Unreadable(var reason) -> response.getUnreadableBuilder().setReason(reason);
      case Reception.Unknown() -> response.setUnknown(UnknownConnection.getDefaultInstance());
      case Reception.Disabled(var workspaceId) ->
          response.getDisabledBuilder().setWorkspaceId(workspaceId);
    }
    return response.build();
  }

  private static int size(int asked) {
    return asked == 0 ? DEFAULT_PAGE_SIZE : asked;
  }

  private static @Nullable UUID after(String pageToken) {
    if (pageToken.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(pageToken);
    } catch (IllegalArgumentException e) {
      throw Faults.invalid("page_token", "must be next_page_token of an earlier page, or empty");
    }
  }

  private static RuntimeException missing(String id) {
    return Faults.notFound("no source '%s'".formatted(id));
  }

  private static SourceType wire(Source source) {
    SourceType.Builder type = SourceType.newBuilder().setId(source.id()).setName(source.name());
    for (Setting setting : source.settings()) {
      type.addSettings(
          SourceSetting.newBuilder()
              .setName(setting.name())
              .setDescription(setting.description())
              .setRequired(setting.required())
              .setSecret(setting.secret()));
    }
    return type.build();
  }

  private static io.tidings.proto.integration.v1.Source wire(Connection<Source> connection) {
    return io.tidings.proto.integration.v1.Source.newBuilder()
        .setId(connection.id().toString())
        .setType(connection.to().id())
        .setName(connection.name())
        .putAllSettings(connection.settings().open())
        .setPath("/v1/webhooks/" + connection.id())
        .setCreatedAt(wire(connection.createdAt()))
        .setUpdatedAt(wire(connection.updatedAt()))
        .build();
  }

  private static Timestamp wire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}

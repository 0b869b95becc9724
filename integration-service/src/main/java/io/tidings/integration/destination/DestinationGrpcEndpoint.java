package io.tidings.integration.destination;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.integration.connection.Catalogue;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.connection.Setting;
import io.tidings.proto.integration.v1.CatalogueEntry;
import io.tidings.proto.integration.v1.ConnectDestinationRequest;
import io.tidings.proto.integration.v1.ConnectDestinationResponse;
import io.tidings.proto.integration.v1.DestinationServiceGrpc;
import io.tidings.proto.integration.v1.DestinationSetting;
import io.tidings.proto.integration.v1.DisconnectDestinationRequest;
import io.tidings.proto.integration.v1.DisconnectDestinationResponse;
import io.tidings.proto.integration.v1.ListCatalogueRequest;
import io.tidings.proto.integration.v1.ListCatalogueResponse;
import io.tidings.proto.integration.v1.ListDestinationsRequest;
import io.tidings.proto.integration.v1.ListDestinationsResponse;
import io.tidings.proto.integration.v1.UpdateDestinationRequest;
import io.tidings.proto.integration.v1.UpdateDestinationResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** {@code tidings.integration.v1.DestinationService}. */
@Singleton
final class DestinationGrpcEndpoint extends DestinationServiceGrpc.DestinationServiceImplBase {
  private final Destinations destinations;
  private final Catalogue<Destination> catalogue;

  DestinationGrpcEndpoint(Destinations destinations, Catalogue<Destination> catalogue) {
    this.destinations = destinations;
    this.catalogue = catalogue;
  }

  @Override
  public void listCatalogue(
      ListCatalogueRequest request, StreamObserver<ListCatalogueResponse> observer) {
    ListCatalogueResponse.Builder response = ListCatalogueResponse.newBuilder();
    for (Destination destination : catalogue.all()) {
      CatalogueEntry.Builder entry =
          response.addEntriesBuilder().setId(destination.id()).setName(destination.name());
      destination.settings().forEach(setting -> entry.addSettings(wire(setting)));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void connectDestination(
      ConnectDestinationRequest request, StreamObserver<ConnectDestinationResponse> observer) {
    ConnectedDestination made =
        destinations.connect(
            Caller.current().workspaceId(),
            request.getType(),
            request.getName(),
            request.getSettingsMap(),
            request.getRequestId().isEmpty() ? null : request.getRequestId());
    observer.onNext(ConnectDestinationResponse.newBuilder().setDestination(wire(made)).build());
    observer.onCompleted();
  }

  @Override
  public void updateDestination(
      UpdateDestinationRequest request, StreamObserver<UpdateDestinationResponse> observer) {
    ConnectedDestination changed =
        destinations
            .update(
                Caller.current().workspaceId(),
                UUID.fromString(request.getDestinationId()),
                request.getSettingsMap())
            .orElseThrow(() -> missing(request.getDestinationId()));
    observer.onNext(UpdateDestinationResponse.newBuilder().setDestination(wire(changed)).build());
    observer.onCompleted();
  }

  @Override
  public void listDestinations(
      ListDestinationsRequest request, StreamObserver<ListDestinationsResponse> observer) {
    ListDestinationsResponse.Builder response = ListDestinationsResponse.newBuilder();
    destinations
        .list(Caller.current().workspaceId())
        .forEach(connected -> response.addDestinations(wire(connected)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void disconnectDestination(
      DisconnectDestinationRequest request,
      StreamObserver<DisconnectDestinationResponse> observer) {
    if (!destinations.disconnect(
        Caller.current().workspaceId(), UUID.fromString(request.getDestinationId()))) {
      throw missing(request.getDestinationId());
    }
    observer.onNext(DisconnectDestinationResponse.getDefaultInstance());
    observer.onCompleted();
  }

  private static RuntimeException missing(String id) {
    return Faults.notFound("no destination '%s'".formatted(id));
  }

  private static DestinationSetting wire(Setting setting) {
    return DestinationSetting.newBuilder()
        .setName(setting.name())
        .setDescription(setting.description())
        .setRequired(setting.required())
        .setSecret(setting.secret())
        .build();
  }

  private static io.tidings.proto.integration.v1.Destination wire(ConnectedDestination connected) {
    Connection<Destination> connection = connected.connection();
    return io.tidings.proto.integration.v1.Destination.newBuilder()
        .setId(connection.id().toString())
        .setType(connection.to().id())
        .setName(connection.name())
        .putAllSettings(connection.settings().open())
        .setEnabled(connected.enabled())
        .setCreatedAt(wire(connection.createdAt()))
        .setUpdatedAt(wire(connection.updatedAt()))
        .setPendingCount(connected.pending())
        .setFailedCount(connected.failed())
        .build();
  }

  private static Timestamp wire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}

package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.stub.StreamObserver;
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
import io.tidings.proto.integration.v1.Source;
import io.tidings.proto.integration.v1.SourceServiceGrpc;
import io.tidings.proto.integration.v1.SourceType;
import io.tidings.proto.integration.v1.UnknownConnection;
import io.tidings.proto.integration.v1.UpdateSourceRequest;
import io.tidings.proto.integration.v1.UpdateSourceResponse;
import io.tidings.proto.integration.v1.WebhookTaken;
import io.tidings.rpc.Faults;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps sources as they are connected, without their settings' values. Of those that a test names
 * it takes the webhooks whose {@code X-Signature} is the connection's id and whose body is not
 * {@code garbage}.
 */
final class PlayedSources extends SourceServiceGrpc.SourceServiceImplBase {
  private final Map<String, ReceiveWebhookRequest> last = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Source>> made = new ConcurrentHashMap<>();

  /** Something may come in for it from now on. */
  void connect(String connection) {
    last.put(connection, ReceiveWebhookRequest.getDefaultInstance());
  }

  /** What came in last. */
  ReceiveWebhookRequest last(String connection) {
    return last.getOrDefault(connection, ReceiveWebhookRequest.getDefaultInstance());
  }

  @Override
  public void listSourceTypes(
      ListSourceTypesRequest request, StreamObserver<ListSourceTypesResponse> answer) {
    var type = SourceType.newBuilder().setId("stripe").setName("Stripe");
    type.addSettingsBuilder().setName("signing_secret").setRequired(true).setSecret(true);
    answer.onNext(ListSourceTypesResponse.newBuilder().addTypes(type).build());
    answer.onCompleted();
  }

  @Override
  public void connectSource(
      ConnectSourceRequest request, StreamObserver<ConnectSourceResponse> answer) {
    var source =
        Source.newBuilder()
            .setId(UUID.nameUUIDFromBytes(request.getRequestId().getBytes(UTF_8)).toString())
            .setType(request.getType())
            .setName(request.getName())
            .putSettings("given", String.join(",", request.getSettingsMap().keySet()))
            .build();
    made().put(source.getId(), source);
    answer.onNext(ConnectSourceResponse.newBuilder().setSource(source).build());
    answer.onCompleted();
  }

  @Override
  public void listSources(ListSourcesRequest request, StreamObserver<ListSourcesResponse> answer) {
    answer.onNext(ListSourcesResponse.newBuilder().addAllSources(made().values()).build());
    answer.onCompleted();
  }

  @Override
  public void updateSource(
      UpdateSourceRequest request, StreamObserver<UpdateSourceResponse> answer) {
    var changed =
        find(request.getSourceId()).toBuilder().putAllSettings(request.getSettingsMap()).build();
    made().put(changed.getId(), changed);
    answer.onNext(UpdateSourceResponse.newBuilder().setSource(changed).build());
    answer.onCompleted();
  }

  @Override
  public void disconnectSource(
      DisconnectSourceRequest request, StreamObserver<DisconnectSourceResponse> answer) {
    made().remove(find(request.getSourceId()).getId());
    answer.onNext(DisconnectSourceResponse.getDefaultInstance());
    answer.onCompleted();
  }

  private Source find(String id) {
    var source = made().get(id);
    if (source == null) {
      throw Faults.notFound("no source '" + id + "'");
    }
    return source;
  }

  private Map<String, Source> made() {
    return made.computeIfAbsent(PlayedServices.workspace(), _ -> new ConcurrentHashMap<>());
  }

  @Override
  public void receiveWebhook(
      ReceiveWebhookRequest request, StreamObserver<ReceiveWebhookResponse> answer) {
    var known = last.replace(request.getConnectionId(), request) != null;
    var response = ReceiveWebhookResponse.newBuilder();
    if (!known) {
      response.setUnknown(UnknownConnection.getDefaultInstance());
    } else if (!request.getHeadersOrDefault("x-signature", "").equals(request.getConnectionId())) {
      response.getRefusedBuilder().setReason("X-Signature is not the signature of this body");
    } else if (request.getBody().toStringUtf8().equals("garbage")) {
      response.getUnreadableBuilder().setReason("the body is no JSON object");
    } else if (request.getBody().toStringUtf8().equals("disabled")) {
      response.getDisabledBuilder().setWorkspaceId("w");
    } else {
      response.setTaken(WebhookTaken.getDefaultInstance());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }
}

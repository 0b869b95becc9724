package io.tidings.quickstart;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.Connection;
import io.tidings.proto.messaging.v1.ListConnectionsRequest;
import io.tidings.proto.messaging.v1.ListProvidersRequest;
import io.tidings.proto.messaging.v1.Provider;
import io.tidings.proto.messaging.v1.ProviderServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks the services for what only their operator may ask for. */
final class AdministratorClient {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Addresses addresses;
  private final String administratorKey;

  AdministratorClient(Addresses addresses, String administratorKey) {
    this.addresses = addresses;
    this.administratorKey = administratorKey;
  }

  /** Makes an API key of the default workspace and returns the whole of it. */
  String createKey(KeyKind kind, String name) {
    var request = CreateKeyRequest.newBuilder().setKind(kind).setName(name).build();
    return call(
        Service.INTEGRATION,
        channel -> KeyServiceGrpc.newBlockingStub(channel).createKey(request).getSecret());
  }

  /** Every provider that messages can go through. */
  List<Provider> providers() {
    return call(
        Service.MESSAGING,
        channel ->
            ProviderServiceGrpc.newBlockingStub(channel)
                .listProviders(ListProvidersRequest.getDefaultInstance())
                .getProvidersList());
  }

  /** What the default workspace is connected to. */
  List<Connection> connections() {
    return call(
        Service.MESSAGING,
        channel ->
            ProviderServiceGrpc.newBlockingStub(channel)
                .listConnections(ListConnectionsRequest.getDefaultInstance())
                .getConnectionsList());
  }

  /**
   * Connects the default workspace to each provider, or gives the connection it has these settings.
   */
  void connectProviders(Map<String, Map<String, String>> settings) {
    call(
        Service.MESSAGING,
        channel -> {
          var providers = ProviderServiceGrpc.newBlockingStub(channel);
          settings.forEach((provider, values) ->
              providers.connectProvider(
                  ConnectProviderRequest.newBuilder()
                      .setProvider(provider)
                      .putAllSettings(values)
                      .build()));
          return settings.keySet();
        });
  }

  private <T> T call(Service service, Function<Channel, T> work) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(addresses.grpc(service), InsecureChannelCredentials.create())
            .build();
    try {
      var headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + administratorKey);
      return work.apply(
          ClientInterceptors.intercept(
              channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
    } finally {
      channel.shutdownNow();
    }
  }
}

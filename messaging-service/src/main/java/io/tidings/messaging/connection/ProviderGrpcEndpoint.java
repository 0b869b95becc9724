package io.tidings.messaging.connection;

import io.grpc.stub.StreamObserver;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.Providers;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.ConnectProviderResponse;
import io.tidings.proto.messaging.v1.Connection;
import io.tidings.proto.messaging.v1.ListConnectionsRequest;
import io.tidings.proto.messaging.v1.ListConnectionsResponse;
import io.tidings.proto.messaging.v1.ListProvidersRequest;
import io.tidings.proto.messaging.v1.ListProvidersResponse;
import io.tidings.proto.messaging.v1.ProviderServiceGrpc;
import io.tidings.proto.messaging.v1.ProviderSetting;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

@Singleton
final class ProviderGrpcEndpoint extends ProviderServiceGrpc.ProviderServiceImplBase {
  private final Providers providers;
  private final Accounts accounts;
  private final Connections connections;

  ProviderGrpcEndpoint(Providers providers, Accounts accounts, Connections connections) {
    this.providers = providers;
    this.accounts = accounts;
    this.connections = connections;
  }

  @Override
  public void listProviders(
      ListProvidersRequest request, StreamObserver<ListProvidersResponse> response) {
    response.onNext(
        ListProvidersResponse.newBuilder()
            .addAllProviders(providers.all().stream().map(ProviderGrpcEndpoint::wire).toList())
            .build());
    response.onCompleted();
  }

  @Override
  public void connectProvider(
      ConnectProviderRequest request, StreamObserver<ConnectProviderResponse> response) {
    Provider provider = providers.find(request.getProvider());
    if (provider == null) {
      throw Faults.invalid(
          "provider",
          "provider '%s' is not known; there are %s"
              .formatted(
                  request.getProvider(),
                  providers.all().stream().map(Provider::id).collect(Collectors.joining(", "))));
    }
    Account account;
    try {
      account =
          connections.connect(Caller.current().workspaceId(), provider, request.getSettingsMap());
    } catch (InvalidSettings e) {
      throw Faults.invalid(
          e.faults().stream()
              .map(fault ->
                  new Faults.FieldViolation(
                      "settings[\"%s\"]".formatted(fault.setting()), fault.description()))
              .toList());
    }
    response.onNext(
        ConnectProviderResponse.newBuilder().setConnection(wire(account, provider)).build());
    response.onCompleted();
  }

  @Override
  public void listConnections(
      ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> response) {
    ListConnectionsResponse.Builder connected = ListConnectionsResponse.newBuilder();
    for (Account account : accounts.of(Caller.current().workspaceId())) {
      Provider provider = providers.find(account.provider());
      if (provider != null) {
        connected.addConnections(wire(account, provider));
      }
    }
    response.onNext(connected.build());
    response.onCompleted();
  }

  private static io.tidings.proto.messaging.v1.Provider wire(Provider provider) {
    return io.tidings.proto.messaging.v1.Provider.newBuilder()
        .setId(provider.id())
        .setChannel(channel(provider))
        .addAllSettings(provider.settings().stream().map(ProviderGrpcEndpoint::wire).toList())
        .build();
  }

  private static ProviderSetting wire(Setting setting) {
    return ProviderSetting.newBuilder()
        .setName(setting.name())
        .setDescription(setting.description())
        .setRequired(setting.required())
        .setSecret(setting.secret())
        .build();
  }

  private static Connection wire(Account account, Provider provider) {
    List<String> shown =
        provider.settings().stream()
            .filter(setting -> !setting.secret())
            .map(Setting::name)
            .toList();
    Connection.Builder connection =
        Connection.newBuilder()
            .setProvider(account.provider())
            .setChannel(channel(provider))
            .setUpdatedAt(ValueWire.toTimestamp(account.updatedAt()));
    account
        .settings()
        .forEach((name, value) -> {
          if (shown.contains(name)) {
            connection.putSettings(name, value);
          }
        });
    return connection.build();
  }

  private static io.tidings.proto.messaging.v1.Channel channel(Provider provider) {
    return ChannelWire.toWire(provider.reaches().iterator().next().channel());
  }
}

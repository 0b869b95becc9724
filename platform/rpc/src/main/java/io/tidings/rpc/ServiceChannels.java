package io.tidings.rpc;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.convert.format.MapFormat;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Channels to the other services, one per service and process. What is called through them carries
 * an internal token for the workspace of {@link Caller#current()}, a deadline and the trace.
 */
@Singleton
public final class ServiceChannels {
  private final Map<String, String> addresses;
  private final OutgoingCalls outgoing;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  ServiceChannels(
      @Property(name = "tidings.services")
          @MapFormat(transformation = MapFormat.MapTransformation.FLAT)
          Map<String, String> addresses,
      OutgoingCalls outgoing) {
    this.addresses = Map.copyOf(addresses);
    this.outgoing = outgoing;
  }

  /**
   * @param service {@code user}, {@code event}, {@code segment}, {@code messaging} or {@code
   *     integration}
   */
  public Channel to(String service) {
    return ClientInterceptors.intercept(
        channels.computeIfAbsent(service, this::connect), outgoing, new LostConnections());
  }

  private ManagedChannel connect(String service) {
    String address = addresses.getOrDefault(service, "");
    if (address.isBlank()) {
      throw new IllegalStateException(
          "no address of %s-service; set TIDINGS_%s_GRPC to host:port"
              .formatted(service, service.toUpperCase(Locale.ROOT)));
    }
    // round_robin over all addresses of a name: with the default, one replica would get all calls.
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            .defaultLoadBalancingPolicy("round_robin")
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(ServerSetup.MAX_MESSAGE_BYTES)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS)
            .build();
    Reconnection.watch(channel);
    return channel;
  }

  @PreDestroy
  void close() {
    channels.values().forEach(ManagedChannel::shutdown);
    for (ManagedChannel channel : channels.values()) {
      try {
        if (!channel.awaitTermination(2, TimeUnit.SECONDS)) {
          channel.shutdownNow();
        }
      } catch (InterruptedException e) {
        channel.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}

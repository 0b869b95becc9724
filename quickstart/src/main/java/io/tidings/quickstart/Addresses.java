package io.tidings.quickstart;

import io.tidings.backends.Ports;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where each service listens, all on loopback. */
record Addresses(Map<Service, Integer> grpcPorts, Map<Service, Integer> httpPorts) {
  static final String HOST = "127.0.0.1";

  /** For a start: the ports of the last one, or the usual ones, or free ones. */
  static Addresses choose(Ports ports) {
    return by(ports::port);
  }

  /** Those of the last start. */
  static Addresses kept(Ports ports) {
    return by((name, _) -> ports.kept(name));
  }

  private static Addresses by(ToIntBiFunction<String, Integer> port) {
    var grpc = new EnumMap<Service, Integer>(Service.class);
    var http = new EnumMap<Service, Integer>(Service.class);
    for (Service service : Service.values()) {
      if (service.hasGrpc()) {
        grpc.put(service, port.applyAsInt(service.module() + "-grpc", service.usualGrpcPort()));
      }
      http.put(service, port.applyAsInt(service.module() + "-http", service.usualHttpPort()));
    }
    return new Addresses(grpc, http);
  }

  /** 0 where the service has none. */
  int grpcPort(Service service) {
    return grpcPorts.getOrDefault(service, 0);
  }

  int httpPort(Service service) {
    return httpPorts.getOrDefault(service, 0);
  }

  String grpc(Service service) {
    return HOST + ":" + grpcPort(service);
  }

  String http(Service service) {
    return "http://" + HOST + ":" + httpPort(service);
  }

  /** {@code TIDINGS_USER_GRPC} and the like. */
  Map<String, String> variables() {
    return Stream.of(Service.values())
        .filter(Service::hasGrpc)
        .collect(Collectors.toMap(Service::grpcVariable, this::grpc));
  }
}

package io.tidings.quickstart;

import java.util.Locale;
import java.util.Optional;

/** The services, as processes. */
enum Service {
  USER("user-service", 7001, 7101),
  EVENT("event-service", 7002, 7102),
  SEGMENT("segment-service", 7003, 7103),
  MESSAGING("messaging-service", 7004, 7104),
  INTEGRATION("integration-service", 7005, 7105),
  /** Its HTTP port is the public one; it has no gRPC and no database. */
  GATEWAY("edge-gateway", 0, 8080);

  private final String module;
  private final int usualGrpcPort;
  private final int usualHttpPort;

  Service(String module, int usualGrpcPort, int usualHttpPort) {
    this.module = module;
    this.usualGrpcPort = usualGrpcPort;
    this.usualHttpPort = usualHttpPort;
  }

  /** Also the folder of its module and the name of its log. */
  String module() {
    return module;
  }

  boolean hasGrpc() {
    return usualGrpcPort != 0;
  }

  int usualGrpcPort() {
    return usualGrpcPort;
  }

  int usualHttpPort() {
    return usualHttpPort;
  }

  /** The variable by which others learn its address. */
  String grpcVariable() {
    return "TIDINGS_" + name() + "_GRPC";
  }

  Optional<String> database() {
    return this == GATEWAY
        ? Optional.empty()
        : Optional.of("tidings_" + name().toLowerCase(Locale.ROOT));
  }
}

package io.tidings.rpc;

import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;

import io.grpc.Metadata;

/** The metadata of a call. */
final class Headers {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> WORKSPACE =
      Metadata.Key.of("tidings-workspace", ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", ASCII_STRING_MARSHALLER);

  private Headers() {}
}

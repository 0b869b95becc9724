package io.tidings.backends;

/** A running Redis. */
public sealed interface RedisServer extends AutoCloseable permits NativeRedis, GivenRedis {
  /** Like {@code redis://:password@host:port}. */
  String url();

  /** What to show a person: host and port. */
  String address();

  /** As by kill -9. Throws {@link IllegalStateException} where the server is not ours. */
  void kill();

  /** Starts it again after {@link #kill}, on the same port. */
  void start();

  /** Stops the server, if it is ours. */
  @Override
  void close();
}

package io.tidings.backends;

/** A running Redis. */
public sealed interface RedisServer extends BackingServer permits NativeRedis, GivenRedis {
  /** Like {@code redis://:password@host:port}. */
  String url();

  @Override
  default String name() {
    return "Redis";
  }
}

package io.tidings.backends;

import java.net.URI;

/** A Redis whose address was given, like {@code redis://:password@host:6379}. */
record GivenRedis(String url) implements RedisServer {
  static final String VARIABLE = "TIDINGS_REDIS_URL";

  @Override
  public String address() {
    URI uri = URI.create(url);
    return uri.getHost() + ":" + (uri.getPort() < 0 ? 6379 : uri.getPort());
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public void kill() {
    throw new IllegalStateException("this Redis is not ours to kill: its address was given");
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "Redis at " + address();
  }
}

package io.tidings.backends;

/** What PostgreSQL, RabbitMQ and Redis have in common here. */
public sealed interface BackingServer extends AutoCloseable
    permits PostgresServer, RabbitServer, RedisServer {
  /** For people: {@code PostgreSQL}. */
  String name();

  /** For people: host and port. */
  String address();

  /**
   * Starts the server and returns when it answers; again after {@link #kill}, on the same port and
   * data. One whose address was given is nobody's to start here.
   */
  void start();

  /**
   * Whether it runs. Of a server whose address was given nobody here can tell: it is taken to run.
   */
  boolean isRunning();

  /**
   * As by kill -9. Throws {@link IllegalStateException} where the address of the server was given.
   */
  void kill();

  /** Stops the server, if it is ours. */
  @Override
  void close();
}

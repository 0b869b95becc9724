package io.tidings.backends;

/** A running RabbitMQ. */
public sealed interface RabbitServer extends AutoCloseable
    permits NativeRabbit, DockerRabbit, GivenRabbit {
  /** Like {@code amqp://user:password@host:port/vhost}; the virtual host is the default one. */
  String url();

  /** What to show a person: host and port. */
  String address();

  /**
   * Makes a virtual host, empty and apart from all others, and returns the URL that leads into it.
   */
  String createVirtualHost(String name);

  /** As by kill -9. Throws {@link IllegalStateException} where the server is not ours. */
  void kill();

  /** Starts it again after {@link #kill}, on the same port and data. */
  void start();

  /** Stops the server, if it is ours. */
  @Override
  void close();
}

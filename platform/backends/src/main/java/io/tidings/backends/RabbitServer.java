package io.tidings.backends;

/** A running RabbitMQ. */
public sealed interface RabbitServer extends BackingServer
    permits NativeRabbit, DockerRabbit, GivenRabbit {
  /** Like {@code amqp://user:password@host:port/vhost}; the virtual host is the default one. */
  String url();

  /**
   * Makes a virtual host, empty and apart from all others, and returns the URL that leads into it.
   */
  String createVirtualHost(String name);

  @Override
  default String name() {
    return "RabbitMQ";
  }
}

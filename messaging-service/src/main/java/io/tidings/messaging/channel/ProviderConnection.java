package io.tidings.messaging.channel;

/** A workspace's account at a provider, in use. Thread-safe. */
public interface ProviderConnection extends AutoCloseable {

  /**
   * Hands the message over and waits for the answer, at most as long as the provider's timeouts
   * allow. The provider's faults are outcomes; an exception is a bug.
   */
  Outcome send(Message message);

  /** How many sends at once make use of this connection; more than that wait in {@link #send}. */
  int concurrency();

  /** Lets go of everything; sends under way end as their protocol allows. */
  @Override
  void close();
}

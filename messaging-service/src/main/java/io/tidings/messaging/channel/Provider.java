package io.tidings.messaging.channel;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Someone who carries messages. Stateless; a bean, one class per vendor and channel. */
public interface Provider {

  /** Lower case, unique, never changed: connections are stored under it. */
  String id();

  Set<Reach> reaches();

  /** What {@link #connect} needs and takes. */
  List<Setting> settings();

  /**
   * Whether the provider takes the send's id as an idempotency key, so that repeating a message
   * whose outcome is not known cannot reach its recipient twice.
   */
  boolean repeatable();

  /**
   * Checks the settings and makes a connection of them without waiting for the other side: one that
   * cannot be reached shows in the outcomes.
   *
   * @throws InvalidSettings naming every setting at fault, what was offered and what is allowed
   */
  ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts);
}

package io.tidings.integration.source;

import java.util.List;

/** What one webhook came to. */
sealed interface Reading {

  /**
   * It tells of customers.
   *
   * @param key what its service calls it: the same for each repetition of it and for nothing else
   * @param calls none where we have no use for it
   */
  record Customers(String key, List<CustomerCall> calls) implements Reading {}

  /**
   * It tells of messages.
   *
   * @param key what its service calls it: the same for each repetition of it and for nothing else
   * @param events none where we have no use for it
   */
  record Deliveries(String key, List<DeliveryEvent> events) implements Reading {}

  /** It does not prove that it comes from the service, or is too old. */
  record Refused(String reason) implements Reading {}

  /** It proves where it comes from, and is not what that service sends. */
  record Unreadable(String reason) implements Reading {}

  /** It cannot be told just now whether it comes from the service; it is to be sent again. */
  record Later(String reason) implements Reading {}
}

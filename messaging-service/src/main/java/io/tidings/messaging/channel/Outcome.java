package io.tidings.messaging.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt came to. Closed on purpose: a new case must be handled wherever it matters.
 * Reasons are the provider's words, for the operator; they may quote the recipient and are not for
 * logs.
 */
public sealed interface Outcome {

  /** The provider took it. {@code providerRef} is what its receipts will name. */
  record Accepted(String providerRef) implements Outcome {}

  /** The provider did not take it and may later, after {@code retryAfter} where it said so. */
  record Deferred(String reason, @Nullable Duration retryAfter) implements Outcome {}

  /** The provider will never take this message. */
  record Rejected(String reason) implements Outcome {}

  /** There is no such mailbox, phone or device any more. */
  record RecipientGone(String reason) implements Outcome {}

  /** The connection ended after the message was handed over and before the answer came. */
  record InDoubt(String reason) implements Outcome {}
}

package io.tidings.messaging.channel;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt came to. Closed on purpose: a new case must be handled wherever it matters.
 * Reasons are the provider's words, for the operator; they may quote the recipient and are not for
 * logs.
 */
public sealed interface Outcome {
  /** What is shorter is no address, and words may hold it by chance. */
  int SHORTEST_ADDRESS = 5;

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

  /**
   * The same, without the recipient where the provider's words quote it: they are kept with the
   * send, which no address is.
   */
  default Outcome without(String recipient) {
    return switch (this) {
      case Accepted taken -> taken;
      case Deferred(var reason, var retryAfter) ->
          new Deferred(hidden(recipient, reason), retryAfter);
      case Rejected(var reason) -> new Rejected(hidden(recipient, reason));
      case RecipientGone(var reason) -> new RecipientGone(hidden(recipient, reason));
      case InDoubt(var reason) -> new InDoubt(hidden(recipient, reason));
    };
  }

  /**
   * What a provider said, without the recipient: in whatever case, and a number with its plus sign
   * or without.
   */
  static String hidden(String recipient, String reason) {
    String bare = recipient.startsWith("+") ? recipient.substring(1) : recipient;
    if (bare.length() < SHORTEST_ADDRESS) {
      return reason;
    }
    return Pattern.compile("\\+?" + Pattern.quote(bare), Pattern.CASE_INSENSITIVE)
        .matcher(reason)
        .replaceAll("(the recipient)");
  }
}

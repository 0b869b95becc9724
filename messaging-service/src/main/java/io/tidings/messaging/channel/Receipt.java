package io.tidings.messaging.channel;

import java.time.Instant;

/**
 * What became of an accepted message, as the provider tells later.
 *
 * @param providerRef as in {@link Outcome.Accepted}; empty where the send is named otherwise
 * @param reason the provider's words; empty where it gave none
 * @param at when it happened, or when we heard of it where the provider does not say
 */
public record Receipt(String providerRef, State state, String reason, Instant at) {

  public Receipt {
    providerRef = ProviderWords.clean(providerRef);
    reason = ProviderWords.clean(reason);
  }

  public enum State {
    DELIVERED,
    BOUNCED,
    /** Its reader called it spam. */
    COMPLAINED,
    OPENED,
    /** A link in it was followed. */
    CLICKED
  }
}

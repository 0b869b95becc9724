package io.tidings.messaging.channel;

import java.util.UUID;

/**
 * One rendered message to one recipient. Its text form names the send alone, never the recipient.
 */
public sealed interface Message permits Email, Sms, Push {

  /** The send that this is: the provider's idempotency key, where it takes one. */
  UUID sendId();

  /** Where it goes: an e-mail address, a phone number, a device's token. */
  String recipient();

  /** What a provider must be able to reach to carry this. */
  Reach reach();
}

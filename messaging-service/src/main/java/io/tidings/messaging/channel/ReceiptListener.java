package io.tidings.messaging.channel;

/**
 * Takes receipts in. Called on the provider's threads, possibly before {@link
 * ProviderConnection#send} returned the message's reference; where it throws, the provider is told
 * to deliver the receipt again, if its protocol can.
 */
@FunctionalInterface
public interface ReceiptListener {

  void received(Receipt receipt);
}

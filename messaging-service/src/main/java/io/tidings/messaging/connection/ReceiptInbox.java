package io.tidings.messaging.connection;

import io.tidings.messaging.channel.ReceiptListener;

/** Where the receipts of connections go. */
public interface ReceiptInbox {

  /** The listener of one connection. */
  ReceiptListener of(String workspaceId, String provider);
}

package io.tidings.messaging.delivery;

import io.tidings.messaging.send.Send;
import java.util.UUID;

/**
 * What is to be put on file of a send.
 *
 * @param claim under which it was held: whoever took it over since is not overwritten
 * @param done told once it is on file, or known to belong to another
 */
record Recording(Send send, UUID claim, Runnable done) {
  UUID sendId() {
    return send.order().id();
  }
}

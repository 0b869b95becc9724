package io.tidings.messaging.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The customers' ids of those whom sends are for: sealed, for an id may be an address, and with a
 * keyed digest by which the sends are found.
 */
@Singleton
public final class SendUsers {
  /** Of the 32: no two ids share them by chance, and the index is half as large. */
  private static final int KEPT_BYTES = 16;

  private final Secrets secrets;

  SendUsers(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @return null where the user is not known by an id
   */
  public byte @Nullable [] seal(Send send) {
    String userId = send.order().userId();
    return userId == null ? null : seal(send.order().workspaceId(), send.order().id(), userId);
  }

  byte[] seal(String workspaceId, UUID sendId, String userId) {
    return secrets.seal(userId.getBytes(UTF_8), context(workspaceId, sendId));
  }

  @Nullable String open(String workspaceId, UUID sendId, byte @Nullable [] sealed) {
    return sealed == null
        ? null
        : new String(secrets.open(sealed, context(workspaceId, sendId)), UTF_8);
  }

  /**
   * @return null where the user is not known by an id
   */
  public byte @Nullable [] digest(Send send) {
    return digest(send.order().workspaceId(), send.order().userId());
  }

  byte @Nullable [] digest(String workspaceId, @Nullable String userId) {
    return userId == null
        ? null
        : Arrays.copyOf(secrets.fingerprint("user of a send\0" + workspaceId, userId), KEPT_BYTES);
  }

  static String context(String workspaceId, UUID sendId) {
    return "user of send " + workspaceId + " " + sendId;
  }
}

package io.tidings.user.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The column in which a profile's user id lies sealed: it may be an e-mail address. */
@Singleton
public final class UserIds {
  private final Secrets secrets;

  UserIds(Secrets secrets) {
    this.secrets = secrets;
  }

  public byte @Nullable [] seal(String workspaceId, UUID profileId, @Nullable String userId) {
    return userId == null
        ? null
        : secrets.seal(userId.getBytes(UTF_8), context(workspaceId, profileId.toString()));
  }

  public @Nullable String open(String workspaceId, UUID profileId, byte @Nullable [] sealed) {
    return sealed == null
        ? null
        : new String(secrets.open(sealed, context(workspaceId, profileId.toString())), UTF_8);
  }

  /** What the sealed id belongs to. */
  public static String context(String workspaceId, String profileId) {
    return "user id " + workspaceId + " " + profileId;
  }
}

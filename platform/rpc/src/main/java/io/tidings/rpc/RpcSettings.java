package io.tidings.rpc;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every service is told alike.
 *
 * @param internalSecret signs the tokens with which services call each other; the same for all of
 *     them, at least 32 characters
 * @param administratorKey the operator's key, at least 16 characters; without one nobody is
 *     administrator
 * @param deadline how long a unary call to another service may take where the caller set no limit
 * @param connectionAge after which a client is asked to connect anew, so that it finds new replicas
 */
@ConfigurationProperties("tidings.rpc")
record RpcSettings(
    String internalSecret,
    @Nullable String administratorKey,
    @Bindable(defaultValue = "10s") Duration deadline,
    @Bindable(defaultValue = "5m") Duration connectionAge) {

  RpcSettings {
    if (internalSecret.length() < 32) {
      throw new IllegalArgumentException(
          "TIDINGS_INTERNAL_SECRET has %d characters, it must have at least 32; make one with: openssl rand -hex 32"
              .formatted(internalSecret.length()));
    }
    if (administratorKey != null && administratorKey.isBlank()) {
      administratorKey = null;
    }
    if (administratorKey != null && administratorKey.length() < 16) {
      throw new IllegalArgumentException(
          "TIDINGS_ADMINISTRATOR_KEY has %d characters, it must have at least 16; make one with: openssl rand -hex 32"
              .formatted(administratorKey.length()));
    }
  }

  byte[] internalSecretBytes() {
    return internalSecret.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RpcSettings[deadline=%s, connectionAge=%s]".formatted(deadline, connectionAge);
  }
}

package io.tidings.integration.key;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys of the workspaces. */
@Singleton
final class Keys {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final KeyRepository repository;
  private final Workspaces workspaces;
  private final Clock clock;

  Keys(KeyRepository repository, Workspaces workspaces, Clock clock) {
    this.repository = repository;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /**
   * A key, with its secret if it was made now and not by an earlier call of the same request.
   *
   * @param secret never to be had again
   */
  record Made(ApiKey key, @Nullable KeySecret secret) {}

  /**
   * @param requestId null where the caller does not mind a repetition
   */
  Made make(
      String workspaceId,
      KeyKind kind,
      String name,
      SourceSettings settings,
      @Nullable String requestId) {
    workspaces.demand(workspaceId);
    KeySecret secret = KeySecret.random(kind);
    ApiKey key =
        new ApiKey(
            workspaceId,
            IDS.generate(),
            kind,
            name,
            secret.hint(),
            settings,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            null);
    if (repository.insert(key, secret.hash(), requestId)) {
      return new Made(key, secret);
    }
    return new Made(
        repository
            .byRequest(workspaceId, requestId == null ? "" : requestId)
            .orElseThrow(() -> new IllegalStateException("a key is gone that was just there")),
        null);
  }

  List<ApiKey> list(String workspaceId, @Nullable UUID after, int limit) {
    return repository.list(workspaceId, after, limit);
  }

  /**
   * @param name null to keep the present one
   * @param settings null to keep the present ones
   * @return empty when the workspace has no such key
   */
  Optional<ApiKey> update(
      String workspaceId, UUID id, @Nullable String name, @Nullable SourceSettings settings) {
    return repository.update(workspaceId, id, name, settings);
  }

  Optional<ApiKey> revoke(String workspaceId, UUID id) {
    return repository.revoke(workspaceId, id, clock.instant());
  }

  /**
   * A key that somebody came with.
   *
   * @param workspaceDisabled whether its workspace is not to be used
   */
  record Presented(ApiKey key, boolean workspaceDisabled) {}

  /** Whose key this is, revoked or not; empty when nobody made it. */
  Optional<Presented> find(String secret) {
    return repository.bySecret(new KeySecret(secret).hash());
  }
}

package io.tidings.user.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.erasure.Erasures;
import io.tidings.outbox.Outbox;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.ProfileRemoval;
import io.tidings.user.profile.Selector;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Erases: rows, tombstones, the report and the facts in one transaction. */
@Singleton
final class ProfileErasure {
  private final Changes changes;
  private final ProfileRemoval removal;
  private final Erasures erasures;
  private final Outbox outbox;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  ProfileErasure(
      Changes changes, ProfileRemoval removal, Erasures erasures, Outbox outbox, Clock clock) {
    this.changes = changes;
    this.removal = removal;
    this.erasures = erasures;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** That a person was erased. */
  record Erasure(UUID id, Instant erasedAt) {}

  /**
   * @param requestId a repetition erases nothing more; empty: every call is a new one
   * @return empty where nobody is known by the selector
   */
  Optional<Erasure> erase(String workspaceId, Selector selector, String requestId) {
    UUID id = requestId.isEmpty() ? ids.generate() : id(workspaceId, requestId);
    return changes.inTransaction(() -> {
      Optional<Erasures.Report> before = erasures.report(workspaceId, id);
      if (before.isPresent()) {
        return Optional.of(new Erasure(id, before.get().appliedAt()));
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      ProfileRemoval.@Nullable Removed removed = removal.remove(workspaceId, selector, now);
      if (removed == null) {
        return Optional.empty();
      }
      erasures.note(workspaceId, id, removed.profileId(), removed.removed());
      outbox.append(ErasureEvents.of(workspaceId, id, removed, now));
      return Optional.of(new Erasure(id, now));
    });
  }

  /** The same for the same request, so that a repetition finds what was done. */
  private static UUID id(String workspaceId, String requestId) {
    return UUID.nameUUIDFromBytes(
        "erasure %s %s".formatted(workspaceId, requestId).getBytes(UTF_8));
  }
}

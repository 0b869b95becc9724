package io.tidings.integration.reject;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Puts on record what was taken and could not be applied. */
@Singleton
public final class RejectLog {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final RejectRepository rejects;
  private final Clock clock;

  RejectLog(RejectRepository rejects, Clock clock) {
    this.rejects = rejects;
    this.clock = clock;
  }

  /**
   * One thing that could not be applied.
   *
   * @param wholeCall whether nothing of its call was
   * @param messageId its sender's id of the call; empty where it gave none
   * @param field path of the value at fault; empty for the call as a whole
   * @param reason what was offered, what is allowed
   */
  public record Entry(boolean wholeCall, String messageId, String field, String reason) {}

  /**
   * Durable when this returns.
   *
   * @param source what the calls came with: id of a key or of a connection
   */
  public void add(String workspaceId, String source, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rejects.insert(entries.stream().map(entry -> reject(workspaceId, source, entry, now)).toList());
  }

  private static Reject reject(String workspaceId, String source, Entry entry, Instant now) {
    return new Reject(
        workspaceId,
        IDS.generate(),
        source,
        entry.wholeCall() ? Reject.Kind.CALL : Reject.Kind.VALUE,
        entry.messageId(),
        new Defect(entry.field(), entry.reason()),
        now);
  }
}

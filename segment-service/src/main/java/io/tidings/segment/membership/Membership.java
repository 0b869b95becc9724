package io.tidings.segment.membership;

import io.tidings.segment.verdict.Verdict;
import java.util.UUID;

/**
 * How a profile stands to a segment.
 *
 * @param entryNumber of the latest entry; 0 where there was none
 * @param enteredMillis when that was
 * @param dueMillis before when the passing of time changes nothing; {@link Verdict#NEVER}
 */
public record Membership(
    String workspaceId,
    UUID segmentId,
    UUID profileId,
    boolean member,
    long entryNumber,
    long enteredMillis,
    long dueMillis) {

  static Membership none(String workspaceId, UUID segmentId, UUID profileId) {
    return new Membership(workspaceId, segmentId, profileId, false, 0, 0, Verdict.NEVER);
  }

  /** As the verdict has it; the same object where nothing is to be written. */
  Membership after(Verdict verdict, long nowMillis) {
    long due = due(verdict, nowMillis);
    if (verdict.member() == member && due == dueMillis) {
      return this;
    }
    boolean enters = verdict.member() && !member;
    return new Membership(
        workspaceId,
        segmentId,
        profileId,
        verdict.member(),
        enters ? entryNumber + 1 : entryNumber,
        enters ? nowMillis : enteredMillis,
        due);
  }

  /**
   * Each event of a member moves its due moment further. The earlier one that is noted stays good:
   * when it comes the later one is noted, once, and not with every event.
   */
  private long due(Verdict verdict, long nowMillis) {
    boolean keepsNoted =
        verdict.changesAt() != Verdict.NEVER
            && dueMillis > nowMillis
            && dueMillis <= verdict.changesAt();
    return keepsNoted ? dueMillis : verdict.changesAt();
  }
}

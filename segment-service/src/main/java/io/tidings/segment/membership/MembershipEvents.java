package io.tidings.segment.membership;

import io.tidings.outbox.Fact;
import io.tidings.outbox.Outbox;
import io.tidings.proto.segment.v1.SegmentEntered;
import io.tidings.proto.segment.v1.SegmentExited;
import io.tidings.segment.value.FieldValueWire;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells the other services of changes, in the transaction that makes them. */
@Singleton
public final class MembershipEvents {
  private final Outbox outbox;

  MembershipEvents(Outbox outbox) {
    this.outbox = outbox;
  }

  public void publish(List<MembershipChange> changes) {
    outbox.append(changes.stream().map(MembershipEvents::fact).toList());
  }

  private static Fact fact(MembershipChange change) {
    var occurredAt = FieldValueWire.timestamp(change.occurredMillis());
    return new Fact(
        change.workspaceId(),
        change.profileId(),
        change.entered()
            ? SegmentEntered.newBuilder()
                .setSegmentId(change.segmentId().toString())
                .setSegmentName(change.segmentName())
                .setProfileId(change.profileId().toString())
                .setOccurredAt(occurredAt)
                .setCause(cause(change.cause()))
                .setEntryNumber(change.entryNumber())
                .build()
            : SegmentExited.newBuilder()
                .setSegmentId(change.segmentId().toString())
                .setSegmentName(change.segmentName())
                .setProfileId(change.profileId().toString())
                .setOccurredAt(occurredAt)
                .setCause(cause(change.cause()))
                .setEntryNumber(change.entryNumber())
                .build());
  }

  private static io.tidings.proto.segment.v1.ChangeCause cause(ChangeCause cause) {
    return switch (cause) {
      case COMPUTATION -> io.tidings.proto.segment.v1.ChangeCause.CHANGE_CAUSE_COMPUTATION;
      case FACT -> io.tidings.proto.segment.v1.ChangeCause.CHANGE_CAUSE_FACT;
      case TIME -> io.tidings.proto.segment.v1.ChangeCause.CHANGE_CAUSE_TIME;
    };
  }
}

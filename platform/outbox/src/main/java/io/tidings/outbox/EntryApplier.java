package io.tidings.outbox;

import com.google.protobuf.Timestamp;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.outbox.v1.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Applies entries for one group: all of a batch in one transaction, each once only. */
final class EntryApplier {
  private final FactConsumer consumer;
  private final TransactionOperations<Connection> transactions;
  private final Inbox inbox;
  private final GroupMetrics metrics;
  private final @Nullable Traceparent traceparent;

  EntryApplier(
      FactConsumer consumer,
      TransactionOperations<Connection> transactions,
      Inbox inbox,
      GroupMetrics metrics,
      @Nullable Traceparent traceparent) {
    this.consumer = consumer;
    this.transactions = transactions;
    this.inbox = inbox;
    this.metrics = metrics;
    this.traceparent = traceparent;
  }

  /**
   * Applies those of the entries that were not applied before and hold something of interest; all
   * of them or, throwing, none.
   */
  void apply(List<Entry> entries) {
    Map<UUID, Read> read = new LinkedHashMap<>();
    for (Entry entry : entries) {
      read.putIfAbsent(
          UUID.fromString(entry.getId()), new Read(entry.getTraceparent(), facts(entry)));
    }
    Predicate<ReceivedFact> ofInterest =
        consumer.interestIn(read.values().stream().flatMap(each -> each.facts.stream()).toList());
    read.values().forEach(each -> each.facts.removeIf(ofInterest.negate()));
    read.values().removeIf(each -> each.facts.isEmpty());
    if (!read.isEmpty()) {
      consumer.prepare(read.values().stream().flatMap(each -> each.facts.stream()).toList());
      int applied = transactions.executeWrite(status -> applyFresh(status.getConnection(), read));
      metrics.applied(applied);
    }
  }

  /** What of an entry is left to be applied. */
  private record Read(String trace, List<ReceivedFact> facts) {}

  private int applyFresh(Connection connection, Map<UUID, Read> read) throws SQLException {
    Set<UUID> fresh = inbox.enter(connection, consumer.group(), read.keySet());
    if (fresh.size() < read.size()) {
      metrics.duplicates(read.size() - fresh.size());
    }
    List<ReceivedFact> facts = new ArrayList<>();
    List<String> traces = new ArrayList<>();
    read.forEach((id, each) -> {
      if (fresh.contains(id)) {
        facts.addAll(each.facts);
        if (!each.trace.isEmpty()) {
          traces.add(each.trace);
        }
      }
    });
    if (facts.isEmpty()) {
      return 0;
    }
    if (traceparent == null || traces.isEmpty()) {
      consumer.consume(facts);
    } else {
      traceparent.continuing(traces, () -> consumer.consume(facts));
    }
    return facts.size();
  }

  private static List<ReceivedFact> facts(Entry entry) {
    Timestamp at = entry.getAppendedAt();
    Instant appendedAt = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    List<io.tidings.proto.outbox.v1.Fact> told = EntryFacts.of(entry);
    List<ReceivedFact> facts = new ArrayList<>(told.size());
    for (var fact : told) {
      facts.add(
          new ReceivedFact(
              fact.getWorkspaceId(),
              UUID.fromString(fact.getProfileId()),
              appendedAt,
              fact.getPayload()));
    }
    return facts;
  }
}

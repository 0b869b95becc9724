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

  /** Applies those of the entries that were not applied before; all of them or, throwing, none. */
  void apply(List<Entry> entries) {
    Map<UUID, Entry> byId = new LinkedHashMap<>();
    for (Entry entry : entries) {
      byId.putIfAbsent(UUID.fromString(entry.getId()), entry);
    }
    int applied = transactions.executeWrite(status -> applyFresh(status.getConnection(), byId));
    metrics.applied(applied);
  }

  private int applyFresh(Connection connection, Map<UUID, Entry> byId) throws SQLException {
    Set<UUID> fresh = inbox.enter(connection, consumer.group(), byId.keySet());
    if (fresh.size() < byId.size()) {
      metrics.duplicates(byId.size() - fresh.size());
    }
    List<ReceivedFact> facts = new ArrayList<>();
    List<String> traces = new ArrayList<>();
    byId.forEach((id, entry) -> {
      if (fresh.contains(id)) {
        add(entry, facts);
        if (!entry.getTraceparent().isEmpty()) {
          traces.add(entry.getTraceparent());
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

  private static void add(Entry entry, List<ReceivedFact> facts) {
    Timestamp at = entry.getAppendedAt();
    Instant appendedAt = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    for (var fact : entry.getFactsList()) {
      facts.add(
          new ReceivedFact(
              fact.getWorkspaceId(),
              UUID.fromString(fact.getProfileId()),
              appendedAt,
              fact.getPayload()));
    }
  }
}

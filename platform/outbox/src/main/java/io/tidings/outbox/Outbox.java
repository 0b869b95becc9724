package io.tidings.outbox;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.AfterCommit;
import io.tidings.columns.Columns;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Facts;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which a fact leaves this service. Append after the rows that the facts are about
 * are locked (written): then facts of one profile are appended in the order in which they became
 * true.
 */
@Singleton
@Requires(property = "tidings.outbox.publisher")
public final class Outbox {
  /** Facts of one transaction beyond this many bytes go on in a further entry. */
  static final int ENTRY_BYTES = 64 * 1024;

  /** RabbitMQ 4 takes no message above 16 MiB, and what it does not take holds up the relay. */
  static final int MAX_FACT_BYTES = 8 * 1024 * 1024;

  private static final NoArgGenerator ENTRY_IDS = Generators.timeBasedEpochGenerator();

  private final String publisher;
  private final Partitions partitions;
  private final TransactionOperations<Connection> transactions;
  private final SealedEntries sealed;
  private final RelaySignal signal;
  private final Clock clock;
  private final @Nullable Traceparent traceparent;

  Outbox(
      @Value("${tidings.outbox.publisher}") String publisher,
      Partitions partitions,
      TransactionOperations<Connection> transactions,
      SealedEntries sealed,
      RelaySignal signal,
      Clock clock,
      @Nullable Traceparent traceparent) {
    this.publisher = publisher;
    this.partitions = partitions;
    this.transactions = transactions;
    this.sealed = sealed;
    this.signal = signal;
    this.clock = clock;
    this.traceparent = traceparent;
  }

  /**
   * Appends the facts inside the transaction that is open on this thread, in one statement; they
   * are published once it has committed. Facts of one profile keep the order of the list.
   *
   * @throws IllegalStateException where no transaction is open
   * @throws IllegalArgumentException where a fact has more than {@link #MAX_FACT_BYTES}
   */
  public void append(List<Fact> facts) {
    if (transactions.findTransactionStatus().isEmpty()) {
      throw new IllegalStateException(
          "no transaction is open: facts are appended in the transaction that makes them true");
    }
    if (facts.isEmpty()) {
      return;
    }
    try {
      insert(entries(facts));
    } catch (SQLException e) {
      throw new OutboxException("facts could not be appended", e);
    }
    AfterCommit.run(transactions, signal::raise);
  }

  private List<Row> entries(List<Fact> facts) {
    Instant now = clock.instant();
    Entry.Builder blank =
        Entry.newBuilder()
            .setPublisher(publisher)
            .setAppendedAt(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
    String trace = traceparent == null ? null : traceparent.current();
    if (trace != null) {
      blank.setTraceparent(trace);
    }
    List<Row> rows = new ArrayList<>();
    Map<Integer, OpenEntry> open = new TreeMap<>();
    for (Fact fact : facts) {
      var wire =
          io.tidings.proto.outbox.v1.Fact.newBuilder()
              .setWorkspaceId(fact.workspaceId())
              .setProfileId(fact.profileId().toString())
              .setPayload(Any.pack(fact.payload()))
              .build();
      if (wire.getSerializedSize() > MAX_FACT_BYTES) {
        throw new IllegalArgumentException(
            "a fact has at most %,d bytes, this %s has %,d: tell it in several"
                .formatted(
                    MAX_FACT_BYTES,
                    fact.payload().getDescriptorForType().getName(),
                    wire.getSerializedSize()));
      }
      int partition = partitions.of(fact.profileId());
      OpenEntry entry = open.computeIfAbsent(partition, _ -> new OpenEntry(blank.clone()));
      if (entry.isFullWith(wire)) {
        rows.add(entry.close(partition));
        entry = new OpenEntry(blank.clone());
        open.put(partition, entry);
      }
      entry.add(wire);
    }
    open.forEach((partition, entry) -> rows.add(entry.close(partition)));
    return rows;
  }

  private void insert(List<Row> rows) throws SQLException {
    Connection connection = transactions.getConnection();
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO outbox (entry_id, partition, entry, weight)
            SELECT entry_id, partition, entry, weight
              FROM unnest(?::uuid[], ?::smallint[], ?::bytea[], ?::integer[])
                WITH ORDINALITY AS row (entry_id, partition, entry, weight, position)
             ORDER BY position
            """)) {
      statement.setArray(1, Columns.uuids(connection, rows, Row::entryId));
      statement.setArray(2, Columns.shorts(connection, rows, Row::partition));
      statement.setArray(
          3, Columns.bytes(connection, rows, row -> sealed.seal(row.entryId(), row.entry())));
      statement.setArray(
          4,
          Columns.integers(
              connection, rows, row -> Math.toIntExact(EntryFacts.bytes(row.entry()))));
      statement.executeUpdate();
    }
  }

  private record Row(UUID entryId, short partition, Entry entry) {}

  /** An entry that is being filled, and how large it has become. */
  private static final class OpenEntry {
    private final Entry.Builder entry;
    private final Facts.Builder facts = Facts.newBuilder();
    private int bytes;

    OpenEntry(Entry.Builder entry) {
      this.entry = entry;
    }

    boolean isFullWith(io.tidings.proto.outbox.v1.Fact fact) {
      return bytes > 0 && bytes + fact.getSerializedSize() > ENTRY_BYTES;
    }

    void add(io.tidings.proto.outbox.v1.Fact fact) {
      facts.addFacts(fact);
      bytes += fact.getSerializedSize();
    }

    Row close(int partition) {
      UUID id = ENTRY_IDS.generate();
      EntryFacts.put(entry, facts.build());
      return new Row(id, (short) partition, entry.setId(id.toString()).build());
    }
  }
}

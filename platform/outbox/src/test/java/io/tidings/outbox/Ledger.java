package io.tidings.outbox;

import com.google.protobuf.StringValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A consumer group that writes down what it applies, and fails where a test wants it to. */
final class Ledger implements FactConsumer {
  /** What happens to each text before it is written down. */
  final AtomicReference<Consumer<String>> before = new AtomicReference<>(_ -> {});

  /** Which texts the group has a use for. */
  final AtomicReference<Predicate<String>> ofInterest = new AtomicReference<>(_ -> true);

  private final String group;
  private final String publisher;
  private @Nullable Service service;

  Ledger(String group, String publisher) {
    this.group = group;
    this.publisher = publisher;
  }

  void belongTo(Service owner) {
    service = owner;
  }

  @Override
  public String group() {
    return group;
  }

  @Override
  public Set<String> publishers() {
    return Set.of(publisher);
  }

  @Override
  public Predicate<ReceivedFact> interestIn(List<ReceivedFact> facts) {
    return fact -> ofInterest.get().test(fact.unpack(StringValue.class).getValue());
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    Service owner = service;
    if (owner == null) {
      throw new IllegalStateException("not started yet");
    }
    Connection connection = owner.openConnection();
    try (var insert =
        connection.prepareStatement("INSERT INTO ledger (profile_id, text) VALUES (?, ?)")) {
      for (ReceivedFact fact : facts) {
        String text = fact.unpack(StringValue.class).getValue();
        before.get().accept(text);
        insert.setObject(1, fact.profileId());
        insert.setString(2, text);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException("not written down", e);
    }
  }
}

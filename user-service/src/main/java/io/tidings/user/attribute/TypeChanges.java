package io.tidings.user.attribute;

import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.typing.Definition;
import io.tidings.typing.Schemas;
import io.tidings.typing.ValueType;
import io.tidings.user.RefusedException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attributes that get another type. The type holds at once; the values that are held follow in the
 * background, a part and a transaction at a time, once every replica goes by the new type.
 */
@Singleton
class TypeChanges {
  private static final Logger log = LoggerFactory.getLogger(TypeChanges.class);
  private static final int READ_AT_ONCE = 1_000;
  private static final int REWRITTEN_AT_ONCE = 200;
  private static final int SHAPES = 10;

  private final Schemas schemas;
  private final ConversionQueue queue;
  private final List<AttributeHolders<?>> holders;
  private final TransactionOperations<Connection> transactions;
  private final Clock clock;

  TypeChanges(
      Schemas schemas,
      ConversionQueue queue,
      List<AttributeHolders<?>> holders,
      TransactionOperations<Connection> transactions,
      Clock clock) {
    this.schemas = schemas;
    this.queue = queue;
    this.holders = List.copyOf(holders);
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @param shapes of values that cannot be converted, without the values
   */
  record Preview(long holders, long inconvertible, SortedSet<String> shapes) {}

  /** What a change would meet. */
  Preview preview(String workspaceId, AttributeSubject subject, String name, ValueType type) {
    long holding = 0;
    long inconvertible = 0;
    SortedSet<String> shapes = new TreeSet<>();
    for (AttributeHolders<?> each : of(subject)) {
      UUID after = null;
      do {
        List<? extends AttributeHolder> part = read(each, workspaceId, after);
        for (AttributeValue value : values(part, name)) {
          holding++;
          if (converted(name, value, type) == null) {
            inconvertible++;
            if (shapes.size() < SHAPES) {
              shapes.add(ValueShape.of(value));
            }
          }
        }
        after = last(part);
      } while (after != null);
    }
    return new Preview(holding, inconvertible, shapes);
  }

  /** Gives an attribute another type; empty where nobody defined it. */
  Optional<Definition> change(
      String workspaceId, AttributeSubject subject, String name, ValueType type) {
    Optional<Definition> before = schemas.find(workspaceId, subject.scope(), name);
    if (before.isEmpty() || before.get().type() == type) {
      return before;
    }
    var conversion =
        new ConversionQueue.Conversion(
            workspaceId, subject, name, type, clock.instant().plus(schemas.followedWithin()), null);
    // Noted first: were the type changed and the process gone, nobody would convert what is held.
    transactions.executeWrite(_ -> queue.put(conversion));
    return schemas.change(workspaceId, subject.scope(), name, type);
  }

  /** Which of these attributes have values that are still being converted. */
  List<String> converting(String workspaceId, AttributeSubject subject, List<String> names) {
    return transactions.executeRead(_ -> queue.names(workspaceId, subject, names));
  }

  /** Converts what is due. */
  @Scheduled(fixedDelay = "5s")
  void convert() {
    try {
      while (transactions.executeWrite(_ -> convertPart())) {}
    } catch (Exception e) { // also checked ones: transactions let those of their callbacks out
      log.warn("values could not be converted to the new type of their attribute; once more", e);
    }
  }

  /** Whether there may be more to do. Of several replicas, each takes another attribute. */
  private boolean convertPart() throws SQLException {
    ConversionQueue.Conversion due = queue.take(clock.instant());
    if (due == null) {
      return false;
    }
    UUID last = null;
    if (isInForce(due)) {
      for (AttributeHolders<?> each : of(due.subject())) {
        last = convertNext(each, due);
      }
    }
    if (last == null) {
      queue.remove(due);
    } else {
      queue.proceed(due, last);
    }
    return true;
  }

  /** Gives the last holder that was looked at; null where there was none. */
  private static <T extends AttributeHolder> @Nullable UUID convertNext(
      AttributeHolders<T> holders, ConversionQueue.Conversion due) throws SQLException {
    UnaryOperator<AttributeValue> conversion =
        value -> {
          AttributeValue converted = converted(due.name(), value, due.type());
          return converted == null ? value : converted;
        };
    List<T> part = holders.page(due.workspaceId(), due.after(), REWRITTEN_AT_ONCE);
    List<T> differing =
        part.stream().filter(holder -> holder.rewritten(due.name(), conversion) != null).toList();
    holders.rewrite(due.workspaceId(), due.name(), conversion, differing);
    return last(part);
  }

  private <T extends AttributeHolder> List<T> read(
      AttributeHolders<T> holders, String workspaceId, @Nullable UUID after) {
    return transactions.executeRead(_ -> holders.page(workspaceId, after, READ_AT_ONCE));
  }

  /** Those of an attribute, removed ones not among them. */
  private static List<AttributeValue> values(List<? extends AttributeHolder> part, String name) {
    List<AttributeValue> values = new ArrayList<>();
    for (AttributeHolder holder : part) {
      Attribute held = holder.attributes().get(name);
      if (held != null && !held.value().isNothing()) {
        values.add(held.value());
      }
    }
    return values;
  }

  private static @Nullable UUID last(List<? extends AttributeHolder> part) {
    return part.isEmpty() ? null : part.getLast().id();
  }

  /** Not where the process ended before the type was changed. */
  private boolean isInForce(ConversionQueue.Conversion due) {
    return schemas
        .find(due.workspaceId(), due.subject().scope(), due.name())
        .map(definition -> definition.type() == due.type())
        .orElse(false);
  }

  private List<AttributeHolders<?>> of(AttributeSubject subject) {
    return holders.stream().filter(each -> each.subject() == subject).toList();
  }

  private static @Nullable AttributeValue converted(
      String name, AttributeValue value, ValueType type) {
    try {
      return value.isNothing() || value.type() == type
          ? value
          : ConversionWire.convert(name, value, type);
    } catch (RefusedException _) {
      return null;
    }
  }
}

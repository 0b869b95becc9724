package io.tidings.user.profile;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.OneStatement;
import io.tidings.rpc.SharedWork;
import io.tidings.typing.Typing;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeTyping;
import io.tidings.user.attribute.Typed;
import io.tidings.user.device.Device;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KnownKeys;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies updates: one transaction for all that come at once, as many statements for one update as
 * for thousands.
 */
@Singleton
public final class Identification {
  // One transaction at a time: calls that name the same new user do not compete to create it.
  private static final int LANES = 1;

  private final TransactionOperations<Connection> transactions;
  private final Changes changes;
  private final IdentifierRepository identifiers;
  private final ProfileRepository profiles;
  private final CountedMessages countedMessages;
  private final MergeRepository merges;
  private final AttributeTyping typing;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final SharedWork<String, Update, Identified> applying;

  Identification(
      TransactionOperations<Connection> transactions,
      Changes changes,
      IdentifierRepository identifiers,
      ProfileRepository profiles,
      CountedMessages countedMessages,
      MergeRepository merges,
      AttributeTyping typing,
      Clock clock) {
    this.transactions = transactions;
    this.changes = changes;
    this.identifiers = identifiers;
    this.profiles = profiles;
    this.countedMessages = countedMessages;
    this.merges = merges;
    this.typing = typing;
    this.clock = clock;
    this.applying =
        SharedWork.start(
            "identification",
            LANES,
            (workspaceId, updates) -> changes.repeated(() -> apply(workspaceId, updates)));
  }

  @PreDestroy
  void stop() {
    applying.close();
  }

  /** Applies updates in a workspace where what nobody defined gets the type of its first value. */
  public List<Identified> identify(String workspaceId, List<Update> updates) {
    return identify(workspaceId, Typing.INFER, updates);
  }

  /**
   * Applies the updates in their order and says to which profile each went.
   *
   * @param typing which type attributes get that nobody defined
   */
  public List<Identified> identify(String workspaceId, Typing typing, List<Update> updates) {
    Prepared prepared = prepare(workspaceId, typing, updates);
    return prepared.outcomes(applying.call(workspaceId, prepared.inOrder()));
  }

  /** The same while the caller's thread goes on. */
  CompletableFuture<List<Identified>> offer(
      String workspaceId, Typing typing, List<Update> updates) {
    Prepared prepared = prepare(workspaceId, typing, updates);
    return applying.offer(workspaceId, prepared.inOrder()).thenApply(prepared::outcomes);
  }

  private Prepared prepare(String workspaceId, Typing typing, List<Update> updates) {
    if (updates.isEmpty()) {
      return new Prepared(List.of(), List.of());
    }
    List<Typed> typed =
        this.typing.typed(
            workspaceId,
            AttributeSubject.USER,
            typing,
            updates.stream().map(Update::attributes).toList());
    return new Prepared(typed, withDistinctTimes(typed(updates, typed)));
  }

  /** Updates in the types of their attributes, and what of them has no place there. */
  private record Prepared(List<Typed> typed, List<Update> inOrder) {
    List<Identified> outcomes(List<Identified> identified) {
      List<Identified> outcomes = new ArrayList<>(identified.size());
      for (int i = 0; i < identified.size(); i++) {
        outcomes.add(identified.get(i).ignoring(typed.get(i).ignored()));
      }
      return outcomes;
    }
  }

  private static List<Update> typed(List<Update> updates, List<Typed> typed) {
    List<Update> inTypes = new ArrayList<>(updates.size());
    for (int i = 0; i < updates.size(); i++) {
      inTypes.add(updates.get(i).with(typed.get(i).attributes()));
    }
    return inTypes;
  }

  /** Where no update says anything but who it is, of users who are known, nothing is written. */
  private List<Identified> apply(String workspaceId, List<Update> updates) {
    Set<Key> keys = keys(updates);
    KnownKeys known =
        transactions.execute(OneStatement.READING, _ -> identifiers.known(workspaceId, keys));
    Set<UUID> involved = BatchFold.involved(updates, known.owners());
    return involved.isEmpty() && known.owners().keySet().containsAll(keys)
        ? outcomes(updates, known, fold(updates, known, Map.of(), Set.of(), clock.instant()))
        : transactions.executeWrite(_ -> write(workspaceId, updates, known, involved));
  }

  /** Whoever came between since the keys were read has them or their owners' profiles now. */
  private List<Identified> write(
      String workspaceId, List<Update> updates, KnownKeys known, Set<UUID> involved)
      throws SQLException {
    Map<UUID, Profile> loaded = profiles.lock(workspaceId, involved);
    if (loaded.size() < involved.size()) {
      throw new ConcurrentChangeException();
    }
    Set<String> uncounted = countedMessages.count(workspaceId, messages(updates));
    Instant now = clock.instant();
    BatchFold fold = fold(updates, known, loaded, uncounted, now);
    changes.write(workspaceId, fold.changes(), fold.transfers(), fold.merges(), now);
    merges.add(workspaceId, fold.reasons(), now);
    return outcomes(updates, known, fold);
  }

  private BatchFold fold(
      List<Update> updates,
      KnownKeys known,
      Map<UUID, Profile> loaded,
      Set<String> uncounted,
      Instant now) {
    LateUpdates late = new LateUpdates(known.erased());
    BatchFold fold = new BatchFold(known.owners(), loaded, uncounted, ids::generate, now);
    updates.stream().filter(update -> !late.contains(update)).forEach(fold::apply);
    return fold;
  }

  private static List<Identified> outcomes(List<Update> updates, KnownKeys known, BatchFold fold) {
    LateUpdates late = new LateUpdates(known.erased());
    Iterator<Identified> applied = fold.outcomes().iterator();
    return updates.stream()
        .map(update -> late.contains(update) ? Identified.LATE : applied.next())
        .toList();
  }

  /**
   * Updates of one batch that happened at the same time happened in the order of the batch: each is
   * a nanosecond after the one before.
   */
  private static List<Update> withDistinctTimes(List<Update> updates) {
    Map<Instant, Integer> sameTime = new HashMap<>();
    List<Update> distinct = new ArrayList<>(updates.size());
    for (Update update : updates) {
      int earlier = sameTime.merge(update.occurredAt(), 1, Integer::sum) - 1;
      distinct.add(
          earlier == 0 ? update : update.occurredAt(update.occurredAt().plusNanos(earlier)));
    }
    return distinct;
  }

  private static Set<Key> keys(List<Update> updates) {
    return updates.stream()
        .flatMap(update ->
            Stream.concat(update.identity().keys(), update.devices().stream().map(Device::key)))
        .collect(Collectors.toSet());
  }

  private static SortedSet<String> messages(List<Update> updates) {
    return updates.stream()
        .filter(update -> update.pageViews() > 0)
        .map(Update::messageId)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package io.tidings.user.profile;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.rpc.SharedWork;
import io.tidings.typing.Typing;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeTyping;
import io.tidings.user.attribute.Typed;
import io.tidings.user.device.Device;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.Owner;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
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
import java.util.function.Predicate;
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

  private final Changes changes;
  private final IdentifierRepository identifiers;
  private final ProfileRepository profiles;
  private final CountedMessages countedMessages;
  private final LateUpdates lateUpdates;
  private final MergeRepository merges;
  private final AttributeTyping typing;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final SharedWork<String, Update, Identified> applying;

  Identification(
      Changes changes,
      IdentifierRepository identifiers,
      ProfileRepository profiles,
      CountedMessages countedMessages,
      LateUpdates lateUpdates,
      MergeRepository merges,
      AttributeTyping typing,
      Clock clock) {
    this.changes = changes;
    this.identifiers = identifiers;
    this.profiles = profiles;
    this.countedMessages = countedMessages;
    this.lateUpdates = lateUpdates;
    this.merges = merges;
    this.typing = typing;
    this.clock = clock;
    this.applying =
        SharedWork.start(
            "identification",
            LANES,
            (workspaceId, updates) -> changes.inTransaction(() -> apply(workspaceId, updates)));
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

  private List<Identified> apply(String workspaceId, List<Update> updates) throws SQLException {
    Map<Key, Owner> owners = identifiers.owners(workspaceId, keys(updates));
    Set<UUID> involved = BatchFold.involved(updates, owners);
    Map<UUID, Profile> loaded = profiles.lock(workspaceId, involved);
    if (loaded.size() < involved.size()) {
      throw new ConcurrentChangeException();
    }
    Set<String> uncounted = countedMessages.count(workspaceId, messages(updates));
    Predicate<Update> isLate = lateUpdates.among(workspaceId, updates);
    Instant now = clock.instant();
    BatchFold fold = new BatchFold(owners, loaded, uncounted, ids::generate, now);
    updates.stream().filter(isLate.negate()).forEach(fold::apply);
    changes.write(workspaceId, fold.changes(), fold.transfers(), fold.merges(), now);
    merges.add(workspaceId, fold.reasons(), now);
    Iterator<Identified> applied = fold.outcomes().iterator();
    return updates.stream()
        .map(update -> isLate.test(update) ? Identified.LATE : applied.next())
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

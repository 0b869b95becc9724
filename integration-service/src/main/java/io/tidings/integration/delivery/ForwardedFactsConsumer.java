package io.tidings.integration.delivery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.AfterCommit;
import io.tidings.erasure.Erasures;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.delivery.DeliveryRepository.Order;
import io.tidings.integration.destination.Destination;
import io.tidings.integration.destination.Destinations;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfilesMerged;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Orders a delivery of each thing that happened to each connection of its workspace. */
@Singleton
class ForwardedFactsConsumer implements FactConsumer {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Destinations destinations;
  private final DeliveryRepository deliveries;
  private final Erasures erasures;
  private final Dispatcher dispatcher;
  private final TransactionOperations<java.sql.Connection> transactions;
  private final Clock clock;

  ForwardedFactsConsumer(
      Destinations destinations,
      DeliveryRepository deliveries,
      Erasures erasures,
      Dispatcher dispatcher,
      TransactionOperations<java.sql.Connection> transactions,
      Clock clock) {
    this.destinations = destinations;
    this.deliveries = deliveries;
    this.erasures = erasures;
    this.dispatcher = dispatcher;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String group() {
    return "integration";
  }

  @Override
  public Set<String> publishers() {
    return Set.of("user", "event", "segment");
  }

  /** Where nothing is connected, nobody is to be told. */
  @Override
  public Predicate<ReceivedFact> interestIn(List<ReceivedFact> facts) {
    Set<String> listening = destinations.listening(workspaces(facts));
    return fact ->
        listening.contains(fact.workspaceId())
            || fact.is(ProfilesMerged.class)
            || fact.is(ProfileErased.class);
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    Map<String, List<Connection<Destination>>> listeners =
        destinations.enabledOf(workspaces(facts)).stream()
            .collect(groupingBy(Connection::workspaceId));
    Map<String, Set<UUID>> erased = erased(facts, listeners.keySet());
    List<Order> orders = new ArrayList<>();
    for (ReceivedFact fact : facts) {
      List<Connection<Destination>> told = listeners.getOrDefault(fact.workspaceId(), List.of());
      if (!told.isEmpty()
          && !erased.getOrDefault(fact.workspaceId(), Set.of()).contains(fact.profileId())) {
        addOrders(orders, fact, told);
      }
    }
    if (!orders.isEmpty()) {
      deliveries.insert(orders, clock.instant());
      AfterCommit.run(transactions, dispatcher::wake);
    }
    facts.forEach(this::followProfile);
  }

  /** Of whom nothing is told any more, though a fact about them arrives late. */
  private Map<String, Set<UUID>> erased(List<ReceivedFact> facts, Set<String> workspaceIds) {
    Map<String, Set<UUID>> erased = new HashMap<>();
    for (String workspaceId : workspaceIds) {
      Set<UUID> profileIds =
          facts.stream()
              .filter(fact -> fact.workspaceId().equals(workspaceId))
              .map(ReceivedFact::profileId)
              .collect(toSet());
      try {
        erased.put(workspaceId, erasures.among(workspaceId, profileIds));
      } catch (SQLException e) {
        throw new DataAccessException("who was erased could not be read", e);
      }
    }
    return erased;
  }

  private static Set<String> workspaces(List<ReceivedFact> facts) {
    return facts.stream().map(ReceivedFact::workspaceId).collect(toSet());
  }

  private static void addOrders(
      List<Order> orders, ReceivedFact fact, List<Connection<Destination>> told) {
    for (Part part : OccurrenceWire.split(fact)) {
      for (Connection<Destination> connection : told) {
        if (part.mayBeToldTo(connection)) {
          Target target = new Target(connection.workspaceId(), connection.id());
          orders.add(new Order(target, IDS.generate(), fact.profileId(), part.bytes()));
        }
      }
    }
  }

  private void followProfile(ReceivedFact fact) {
    if (fact.is(ProfilesMerged.class)) {
      ProfilesMerged merge = fact.unpack(ProfilesMerged.class);
      deliveries.moveProfile(
          fact.workspaceId(),
          UUID.fromString(merge.getAbsorbedProfileId()),
          UUID.fromString(merge.getProfileId()));
    } else if (fact.is(ProfileErased.class)) {
      ProfileErased erasure = fact.unpack(ProfileErased.class);
      erase(fact.workspaceId(), erasure, UUID.fromString(erasure.getProfileId()));
    }
  }

  private void erase(String workspaceId, ProfileErased erasure, UUID profileId) {
    int forgotten = deliveries.eraseProfile(workspaceId, profileId);
    try {
      erasures.note(
          workspaceId, erasure.getErasureId(), profileId, Map.of("deliveries", forgotten));
    } catch (SQLException e) {
      throw new DataAccessException("an erasure could not be noted", e);
    }
  }
}

package io.tidings.typing;

import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.typing.SchemaRepository.News;
import io.tidings.typing.SchemaRepository.Offer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The types of all workspaces. Held in memory: a value whose name is known costs no query. What
 * another replica defines is found when it is needed here, for defining it again reads it back;
 * what another replica changes is read every few seconds.
 */
@Singleton
public final class Schemas {
  private static final Logger log = LoggerFactory.getLogger(Schemas.class);

  /** A change that is older was committed and read before; transactions here are short. */
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

  private final TransactionOperations<Connection> transactions;
  private final SchemaRepository repository;
  private final SchemaSettings settings;
  private final Map<String, Schema> held = new ConcurrentHashMap<>();

  Schemas(
      TransactionOperations<Connection> transactions,
      SchemaRepository repository,
      SchemaSettings settings) {
    this.transactions = transactions;
    this.repository = repository;
    this.settings = settings;
  }

  /** Names that came with values and that nobody has defined, with the types they would get. */
  public static final class FirstSeen {
    private final Map<String, Map<String, ValueType>> scopes = new LinkedHashMap<>();

    /** The first type that is offered counts. What no table can hold is passed over. */
    public void add(String scope, String name, ValueType type) {
      if (isImpossible(scope, name)) {
        return;
      }
      scopes.computeIfAbsent(scope, _ -> new LinkedHashMap<>()).putIfAbsent(name, type);
    }
  }

  /** The workspace's types, as far as this replica knows. */
  public Schema of(String workspaceId) {
    Schema known = held.get(workspaceId);
    if (known != null) {
      return known;
    }
    Schema read = Schema.EMPTY.with(inOwnTransaction(() -> repository.all(workspaceId)));
    return held.merge(workspaceId, read, (earlier, _) -> earlier);
  }

  /**
   * The workspace's types, those among them that were seen for the first time. What is beyond the
   * limits of the settings stays undefined.
   */
  public Schema with(String workspaceId, FirstSeen firstSeen) {
    Schema known = of(workspaceId);
    List<Offer> offers = withinLimits(known, firstSeen);
    if (offers.isEmpty()) {
      return known;
    }
    List<Definition> defined =
        inOwnTransaction(() -> {
          repository.insert(workspaceId, offers);
          return repository.find(workspaceId, offers);
        });
    return hold(workspaceId, defined);
  }

  /**
   * Defines a name ahead of its values. One that is defined stays as it is.
   *
   * @return the definition by now; empty where there is no room for another
   */
  public Optional<Definition> define(
      String workspaceId, String scope, String name, ValueType type) {
    FirstSeen asked = new FirstSeen();
    asked.add(scope, name, type);
    Schema schema = with(workspaceId, asked);
    if (schema.type(scope, name) == null) {
      return Optional.empty();
    }
    return inOwnTransaction(
            () -> repository.find(workspaceId, List.of(new Offer(scope, name, type))))
        .stream()
        .findAny();
  }

  /** Gives a name another type; empty where nobody defined it. Other replicas follow. */
  public Optional<Definition> change(
      String workspaceId, String scope, String name, ValueType type) {
    if (isImpossible(scope, name)) {
      return Optional.empty();
    }
    Definition changed =
        inOwnTransaction(
                () -> Optional.ofNullable(repository.change(workspaceId, scope, name, type)))
            .orElse(null);
    if (changed != null) {
      hold(workspaceId, List.of(changed));
    }
    return Optional.ofNullable(changed);
  }

  /**
   * Those of one scope in the order of their names.
   *
   * @param after the last name of the page before; empty for the first page
   */
  public List<Definition> page(String workspaceId, String scope, String after, int size) {
    return isImpossible(scope, after)
        ? List.of()
        : inOwnTransaction(() -> repository.page(workspaceId, scope, after, size));
  }

  /** The definition as it is in the database. */
  public Optional<Definition> find(String workspaceId, String scope, String name) {
    if (isImpossible(scope, name)) {
      return Optional.empty();
    }
    List<Offer> asked = List.of(new Offer(scope, name, ValueType.STRING));
    return inOwnTransaction(() -> repository.find(workspaceId, asked)).stream().findAny();
  }

  /** How many names one scope has at most. */
  public int namesPerScope() {
    return settings.namesPerScope();
  }

  /** After this time every replica goes by a change. */
  public Duration followedWithin() {
    return settings.refresh().multipliedBy(2);
  }

  /** Reads what other replicas changed. */
  @Scheduled(fixedDelay = "${tidings.schema.refresh:5s}")
  void refresh() {
    Set<String> workspaceIds = Set.copyOf(held.keySet());
    if (workspaceIds.isEmpty()) {
      return;
    }
    try {
      Map<String, List<Definition>> changed = new HashMap<>();
      Duration within = settings.refresh().multipliedBy(3).plus(LONGEST_TRANSACTION);
      for (News news : inOwnTransaction(() -> repository.changed(workspaceIds, within))) {
        changed.computeIfAbsent(news.workspaceId(), _ -> new ArrayList<>()).add(news.definition());
      }
      changed.forEach(this::hold);
    } catch (Exception e) { // also checked ones: transactions let those of their callbacks out
      // What was missed meanwhile is not known: all is read anew when it is next asked for.
      log.warn("the types of values could not be refreshed; they are read anew", e);
      held.clear();
    }
  }

  private Schema hold(String workspaceId, List<Definition> news) {
    return held.compute(workspaceId, (_, known) -> known == null ? null : known.with(news))
            instanceof Schema now
        ? now
        : of(workspaceId);
  }

  /** Names that do not fit stay out; how many replicas see at once may go a little beyond. */
  private List<Offer> withinLimits(Schema known, FirstSeen firstSeen) {
    List<Offer> offers = new ArrayList<>();
    int room = settings.names() - known.size();
    for (var scope : firstSeen.scopes.entrySet()) {
      int roomInScope = settings.namesPerScope() - known.of(scope.getKey()).size();
      for (var name : scope.getValue().entrySet()) {
        if (known.type(scope.getKey(), name.getKey()) == null && room > 0 && roomInScope > 0) {
          offers.add(new Offer(scope.getKey(), name.getKey(), name.getValue()));
          room--;
          roomInScope--;
        }
      }
    }
    return offers;
  }

  /** Whether nobody can have defined it: PostgreSQL has no text with a NUL in it. */
  public static boolean isImpossible(String scope, String name) {
    return scope.indexOf('\0') >= 0 || name.indexOf('\0') >= 0;
  }

  /**
   * Not in a caller's: definitions are kept whatever becomes of the values, and held for nobody.
   */
  private <T> T inOwnTransaction(Work<T> work) {
    var own = TransactionDefinition.of(TransactionDefinition.Propagation.REQUIRES_NEW);
    return transactions.execute(own, _ -> work.run());
  }

  private interface Work<T> {
    T run() throws SQLException;
  }
}

package io.tidings.integration.connection;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.tidings.integration.destination.Catalogue;
import io.tidings.integration.destination.Destination;
import io.tidings.integration.destination.Setting;
import io.tidings.integration.destination.SettingType;
import io.tidings.integration.destination.Settings;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The connections of the workspaces. */
@Singleton
public class Connections {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int MOST_WORKSPACES = 10_000;

  private final ConnectionRepository repository;
  private final Catalogue catalogue;
  private final AllowedTargets targets;
  private final Workspaces workspaces;
  private final Clock clock;
  private final LoadingCache<String, Boolean> listening;

  Connections(
      ConnectionRepository repository,
      Catalogue catalogue,
      AllowedTargets targets,
      Workspaces workspaces,
      Clock clock) {
    this.repository = repository;
    this.catalogue = catalogue;
    this.targets = targets;
    this.workspaces = workspaces;
    this.clock = clock;
    this.listening =
        Caffeine.newBuilder()
            .maximumSize(MOST_WORKSPACES)
            .expireAfterWrite(FRESH)
            .build(workspaceId -> !repository.enabledOf(List.of(workspaceId)).isEmpty());
  }

  /**
   * @param requestId null where the caller does not mind a repetition
   * @throws InvalidInputException by field
   */
  ConnectionLoad connect(
      String workspaceId,
      String type,
      String name,
      Map<String, String> offered,
      @Nullable String requestId) {
    workspaces.demand(workspaceId);
    Destination destination =
        catalogue.find(type).orElseThrow(() -> new InvalidInputException("type", unknown(type)));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Connection made =
        new Connection(
            workspaceId,
            IDS.generate(),
            destination,
            name,
            checked(destination, offered),
            true,
            now,
            now);
    boolean inserted = repository.insert(made, requestId);
    listening.invalidate(workspaceId);
    if (inserted) {
      return new ConnectionLoad(made, 0, 0);
    }
    return repository
        .byRequest(workspaceId, requestId == null ? "" : requestId)
        .flatMap(known -> repository.load(workspaceId, known.id()))
        .orElseThrow(() -> new IllegalStateException("a connection is gone that was just there"));
  }

  /**
   * Replaces the settings and enables it again. A secret that is left out stays as it is.
   *
   * @return empty when the workspace has no such connection
   * @throws InvalidInputException by field
   */
  Optional<ConnectionLoad> update(String workspaceId, UUID id, Map<String, String> offered) {
    return repository
        .find(workspaceId, id)
        .flatMap(known -> {
          Map<String, String> values =
              new HashMap<>(
                  known
                      .settings()
                      .values(Catalogue.settingsOf(known.destination()), /* secret= */ true));
          values.putAll(offered);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          repository.update(known.with(checked(known.destination(), values), now));
          listening.invalidate(workspaceId);
          return repository.load(workspaceId, id);
        });
  }

  boolean disconnect(String workspaceId, UUID id) {
    return repository.delete(workspaceId, id);
  }

  List<ConnectionLoad> list(String workspaceId) {
    return repository.loads(workspaceId);
  }

  /**
   * In which of these workspaces somebody wants to hear. What is connected through another process
   * is known here a second later.
   */
  public Set<String> listening(Collection<String> workspaceIds) {
    return workspaceIds.stream().filter(listening::get).collect(Collectors.toUnmodifiableSet());
  }

  /** Those that want to hear, of all the workspaces named. */
  public List<Connection> enabledOf(Collection<String> workspaceIds) {
    return repository.enabledOf(workspaceIds);
  }

  /** Empty when it was ended. */
  public Optional<Connection> find(String workspaceId, UUID id) {
    return repository.find(workspaceId, id);
  }

  private Settings checked(Destination destination, Map<String, String> offered) {
    Settings settings = Catalogue.check(destination, offered);
    List<FieldViolation> violations = new ArrayList<>();
    for (Setting setting : destination.settings()) {
      if (setting.type() == SettingType.URL && offered.containsKey(setting.name())) {
        targets
            .objectionTo(URI.create(settings.get(setting.name())))
            .ifPresent(objection ->
                violations.add(
                    new FieldViolation("settings[\"%s\"]".formatted(setting.name()), objection)));
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
    return settings;
  }

  private String unknown(String type) {
    return "'%s' is no destination; there are %s"
        .formatted(type, String.join(", ", catalogue.all().stream().map(Destination::id).toList()));
  }
}

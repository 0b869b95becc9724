package io.tidings.integration.connection;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.rpc.InvalidInputException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the workspaces are connected to, of one kind. */
public final class Connections<T extends Connectable> {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final ConnectionRepository<T> repository;
  private final Catalogue<T> catalogue;
  private final AllowedTargets targets;
  private final Workspaces workspaces;
  private final Clock clock;

  public Connections(
      ConnectionRepository<T> repository,
      Catalogue<T> catalogue,
      AllowedTargets targets,
      Workspaces workspaces,
      Clock clock) {
    this.repository = repository;
    this.catalogue = catalogue;
    this.targets = targets;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /**
   * @param requestId null where the caller does not mind a repetition
   * @throws InvalidInputException by field
   */
  public Connection<T> connect(
      String workspaceId,
      String type,
      String name,
      Map<String, String> offered,
      @Nullable String requestId) {
    workspaces.demand(workspaceId);
    T to = catalogue.find(type).orElseThrow(() -> catalogue.unknown(type));
    Settings settings = Settings.of(to.settings(), offered);
    targets.check(settings);
    Instant now = now();
    Connection<T> made =
        new Connection<>(workspaceId, IDS.generate(), to, name, settings, now, now);
    if (repository.insert(made, requestId)) {
      return made;
    }
    return repository
        .byRequest(workspaceId, requestId == null ? "" : requestId)
        .orElseThrow(() -> new IllegalStateException("a connection is gone that was just there"));
  }

  /**
   * Replaces the settings. A secret that is left out stays as it is.
   *
   * @return empty when the workspace has no such connection
   * @throws InvalidInputException by field
   */
  public Optional<Connection<T>> update(String workspaceId, UUID id, Map<String, String> offered) {
    return repository
        .find(workspaceId, id)
        .map(known -> {
          Settings settings = known.settings().replacedBy(offered);
          targets.check(settings);
          Connection<T> changed = known.with(settings, now());
          repository.update(changed);
          return changed;
        });
  }

  public boolean disconnect(String workspaceId, UUID id) {
    return repository.delete(workspaceId, id);
  }

  /**
   * @param after the last one of the page before; null for the first page
   * @return the oldest first
   */
  public List<Connection<T>> list(String workspaceId, @Nullable UUID after, int limit) {
    return repository.list(workspaceId, after, limit);
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

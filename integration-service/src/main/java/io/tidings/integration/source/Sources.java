package io.tidings.integration.source;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.integration.destination.Setting;
import io.tidings.integration.destination.Settings;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sources of the workspaces. */
@Singleton
final class Sources {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final SourceRepository repository;
  private final SourceCatalogue catalogue;
  private final Workspaces workspaces;
  private final Clock clock;

  Sources(
      SourceRepository repository, SourceCatalogue catalogue, Workspaces workspaces, Clock clock) {
    this.repository = repository;
    this.catalogue = catalogue;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /**
   * @param requestId null where the caller does not mind a repetition
   * @throws InvalidInputException by field
   */
  SourceConnection connect(
      String workspaceId,
      String type,
      String name,
      Map<String, String> offered,
      @Nullable String requestId) {
    workspaces.demand(workspaceId);
    Source source =
        catalogue
            .find(type)
            .orElseThrow(() ->
                new InvalidInputException(
                    "type", "'%s' is no source; there are %s".formatted(type, catalogue.names())));
    Settings settings = Settings.of(source.settings(), offered);
    Instant now = now();
    SourceConnection made =
        new SourceConnection(workspaceId, IDS.generate(), source, name, settings, now, now);
    if (repository.insert(made, requestId)) {
      return made;
    }
    return repository
        .byRequest(workspaceId, requestId == null ? "" : requestId)
        .orElseThrow(() -> new IllegalStateException("a source is gone that was just there"));
  }

  /**
   * Replaces the settings. A secret that is left out stays as it is.
   *
   * @return empty when the workspace has no such source
   * @throws InvalidInputException by field
   */
  Optional<SourceConnection> update(String workspaceId, UUID id, Map<String, String> offered) {
    return repository
        .find(workspaceId, id)
        .map(known -> {
          List<Setting> declared = known.source().settings();
          Map<String, String> values =
              new HashMap<>(known.settings().values(declared, /* secret= */ true));
          values.putAll(offered);
          SourceConnection changed = known.with(Settings.of(declared, values), now());
          repository.update(changed);
          return changed;
        });
  }

  boolean disconnect(String workspaceId, UUID id) {
    return repository.delete(workspaceId, id);
  }

  /**
   * @param after the last one of the page before; null for the first page
   */
  List<SourceConnection> list(String workspaceId, @Nullable UUID after, int limit) {
    return repository.list(workspaceId, after, limit);
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

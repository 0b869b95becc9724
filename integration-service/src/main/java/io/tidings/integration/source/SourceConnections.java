package io.tidings.integration.source;

import io.micronaut.context.annotation.Factory;
import io.tidings.integration.connection.AllowedTargets;
import io.tidings.integration.connection.Catalogue;
import io.tidings.integration.connection.Connections;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;

/** The connections to sources, and which sources there are. */
@Factory
final class SourceConnections {
  @Singleton
  Catalogue<Source> catalogue(Collection<Source> sources) {
    return new Catalogue<>("source", sources);
  }

  @Singleton
  Connections<Source> connections(
      SourceRepository repository,
      Catalogue<Source> catalogue,
      AllowedTargets targets,
      Workspaces workspaces,
      Clock clock) {
    return new Connections<>(repository, catalogue, targets, workspaces, clock);
  }

  @Singleton
  SealedColumn secrets(SourceRepository repository) {
    return repository.sealedColumn();
  }
}

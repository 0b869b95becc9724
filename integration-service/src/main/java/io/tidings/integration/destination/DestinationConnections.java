package io.tidings.integration.destination;

import io.micronaut.context.annotation.Factory;
import io.tidings.integration.connection.AllowedTargets;
import io.tidings.integration.connection.Catalogue;
import io.tidings.integration.connection.Connections;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;

/** The connections to destinations, and which destinations there are. */
@Factory
final class DestinationConnections {
  @Singleton
  Catalogue<Destination> catalogue(Collection<Destination> destinations) {
    return new Catalogue<>("destination", destinations);
  }

  @Singleton
  Connections<Destination> connections(
      DestinationRepository repository,
      Catalogue<Destination> catalogue,
      AllowedTargets targets,
      Workspaces workspaces,
      Clock clock) {
    return new Connections<>(repository, catalogue, targets, workspaces, clock);
  }

  @Singleton
  SealedColumn secrets(DestinationRepository repository) {
    return repository.sealedColumn();
  }
}

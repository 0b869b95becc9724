package io.tidings.integration.destination;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.connection.Connections;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The destinations of the workspaces, and who of them wants to hear. */
@Singleton
public class Destinations {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int MOST_WORKSPACES = 10_000;

  private final Connections<Destination> connections;
  private final DestinationRepository repository;
  private final LoadingCache<String, Boolean> listening;

  Destinations(Connections<Destination> connections, DestinationRepository repository) {
    this.connections = connections;
    this.repository = repository;
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
  ConnectedDestination connect(
      String workspaceId,
      String type,
      String name,
      Map<String, String> offered,
      @Nullable String requestId) {
    Connection<Destination> made = connections.connect(workspaceId, type, name, offered, requestId);
    listening.invalidate(workspaceId);
    return repository
        .connected(workspaceId, made.id())
        .orElseThrow(() -> new IllegalStateException("a connection is gone that was just there"));
  }

  /**
   * Replaces the settings and enables it again. A secret that is left out stays as it is.
   *
   * @return empty when the workspace has no such connection
   * @throws InvalidInputException by field
   */
  Optional<ConnectedDestination> update(String workspaceId, UUID id, Map<String, String> offered) {
    return connections
        .update(workspaceId, id, offered)
        .flatMap(changed -> {
          listening.invalidate(workspaceId);
          return repository.connected(workspaceId, id);
        });
  }

  /** Ends it, with all that waits for it. */
  boolean disconnect(String workspaceId, UUID id) {
    return connections.disconnect(workspaceId, id);
  }

  List<ConnectedDestination> list(String workspaceId) {
    return repository.connected(workspaceId);
  }

  /**
   * In which of these workspaces somebody wants to hear. What is connected through another process
   * is known here a second later.
   */
  public Set<String> listening(Collection<String> workspaceIds) {
    return workspaceIds.stream().filter(listening::get).collect(Collectors.toUnmodifiableSet());
  }

  /** Those that want to hear, of all the workspaces named. */
  public List<Connection<Destination>> enabledOf(Collection<String> workspaceIds) {
    return repository.enabledOf(workspaceIds);
  }

  /** Empty when it was ended, or wants to hear no more. */
  public Optional<Connection<Destination>> enabled(String workspaceId, UUID id) {
    return repository.enabled(workspaceId, id);
  }
}

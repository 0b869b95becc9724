package io.tidings.messaging.connection;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.Providers;
import io.tidings.messaging.channel.Reach;
import io.tidings.messaging.database.Ids;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that this replica holds: one for every account on file, open also when nothing is
 * sent, because receipts come over them.
 */
@Singleton
public final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  /** How long nothing found counts as nothing there. */
  private static final Duration MISSED = Duration.ofMillis(200);

  private final Accounts accounts;
  private final Providers providers;
  private final ReceiptInbox receipts;
  private final Clock clock;
  private final Duration interval;
  private final Map<Key, LiveConnection> live = new HashMap<>();

  /** Revisions that could not be opened; not tried, and not complained of, twice. */
  private final Map<Key, UUID> broken = new HashMap<>();

  private volatile List<LiveConnection> newestFirst = List.of();
  private volatile Instant lastRefresh = Instant.MIN;
  private @Nullable Loop refreshing;

  Connections(
      Accounts accounts,
      Providers providers,
      ReceiptInbox receipts,
      Clock clock,
      @Value("${tidings.messaging.connections.refresh:2s}") Duration interval) {
    this.accounts = accounts;
    this.providers = providers;
    this.receipts = receipts;
    this.clock = clock;
    this.interval = interval;
  }

  private record Key(String workspaceId, String provider) {}

  /** Whoever sends finds them open. */
  @PostConstruct
  void openAll() {
    refresh();
  }

  @EventListener
  void start(StartupEvent started) {
    refreshing =
        Loop.start(
            "connections",
            () -> {
              refresh();
              return interval;
            });
  }

  /**
   * The connection that carries messages of a workspace to where they are to go: of several the one
   * whose settings were given last.
   */
  public Optional<LiveConnection> find(String workspaceId, Reach reach) {
    Optional<LiveConnection> open = findOpen(workspaceId, reach);
    if (open.isPresent() || clock.instant().isBefore(lastRefresh.plus(MISSED))) {
      return open;
    }
    // Another replica may have connected it a moment ago.
    refresh();
    return findOpen(workspaceId, reach);
  }

  private Optional<LiveConnection> findOpen(String workspaceId, Reach reach) {
    return newestFirst.stream()
        .filter(connection -> connection.workspaceId().equals(workspaceId))
        .filter(connection -> connection.reaches(reach))
        .findFirst();
  }

  /**
   * Puts the account on file and its connection in use, here at once and on every replica soon.
   *
   * @throws InvalidSettings if the provider cannot work with them
   */
  synchronized Account connect(
      String workspaceId, Provider provider, Map<String, String> settings) {
    Account account =
        new Account(workspaceId, provider.id(), Ids.next(), settings, clock.instant());
    LiveConnection connection = open(provider, account);
    try {
      accounts.save(account);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
    use(connection);
    return account;
  }

  private synchronized void refresh() {
    lastRefresh = clock.instant();
    Map<String, List<Accounts.Version>> changed =
        accounts.versions().stream()
            .filter(version -> !isCurrent(version))
            .collect(Collectors.groupingBy(Accounts.Version::workspaceId));
    changed.keySet().forEach(workspaceId -> accounts.of(workspaceId).forEach(this::useIfChanged));
  }

  private boolean isCurrent(Accounts.Version version) {
    Key key = new Key(version.workspaceId(), version.provider());
    LiveConnection connection = live.get(key);
    return (connection != null && connection.is(version.revision()))
        || version.revision().equals(broken.get(key));
  }

  private void useIfChanged(Account account) {
    Key key = new Key(account.workspaceId(), account.provider());
    LiveConnection current = live.get(key);
    if (current != null && current.is(account.revision())) {
      return;
    }
    Provider provider = providers.find(account.provider());
    if (provider == null) {
      broken.put(key, account.revision());
      log.warn("{} is not a provider of this installation; its connection is left aside", key);
      return;
    }
    try {
      use(open(provider, account));
    } catch (InvalidSettings e) {
      broken.put(key, account.revision());
      log.warn(
          "{} cannot work with its settings any more: {}",
          key,
          e.faults().stream().map(InvalidSettings.Fault::setting).toList());
    }
  }

  private LiveConnection open(Provider provider, Account account) {
    return new LiveConnection(
        provider,
        account,
        provider.connect(account.settings(), receipts.of(account.workspaceId(), provider.id())));
  }

  private void use(LiveConnection connection) {
    Key key = new Key(connection.workspaceId(), connection.provider());
    LiveConnection replaced = live.put(key, connection);
    newestFirst =
        live.values().stream()
            .sorted(Comparator.comparing(LiveConnection::updatedAt).reversed())
            .toList();
    if (replaced != null) {
      replaced.retire();
    }
  }

  @PreDestroy
  void stop() {
    if (refreshing != null) {
      refreshing.close();
    }
    newestFirst.forEach(LiveConnection::close);
  }
}

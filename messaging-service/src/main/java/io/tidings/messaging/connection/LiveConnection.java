package io.tidings.messaging.connection;

import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An account in use: no more calls at once than its connection makes use of. */
public final class LiveConnection {
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final Provider provider;
  private final Account account;
  private final ProviderConnection connection;
  private final Semaphore turns;

  LiveConnection(Provider provider, Account account, ProviderConnection connection) {
    this.provider = provider;
    this.account = account;
    this.connection = connection;
    this.turns = new Semaphore(connection.concurrency(), true);
  }

  /** The provider's id. */
  public String provider() {
    return provider.id();
  }

  /** Whether a message whose outcome is not known may be repeated without reaching anyone twice. */
  public boolean repeatable() {
    return provider.repeatable();
  }

  public int concurrency() {
    return connection.concurrency();
  }

  /** Waits until a call may begin; whoever enters must {@link #leave}. */
  public void enter() throws InterruptedException {
    turns.acquire();
  }

  public void leave() {
    turns.release();
  }

  public Outcome send(Message message) {
    return connection.send(message);
  }

  boolean is(UUID revision) {
    return account.revision().equals(revision);
  }

  boolean reaches(Reach reach) {
    return provider.reaches().contains(reach);
  }

  String workspaceId() {
    return account.workspaceId();
  }

  Instant updatedAt() {
    return account.updatedAt();
  }

  /** Closes it once the calls under way have ended, at the latest after a minute. */
  void retire() {
    Thread.ofVirtual().name("retire " + provider.id()).start(this::drainAndClose);
  }

  private void drainAndClose() {
    try {
      if (!turns.tryAcquire(concurrency(), DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        turns.drainPermits();
      }
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.close();
    } finally {
      // Whoever still waits for a turn finds out from the closed connection.
      turns.release(concurrency());
    }
  }

  void close() {
    connection.close();
  }
}

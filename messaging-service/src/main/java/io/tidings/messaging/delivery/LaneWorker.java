package io.tidings.messaging.delivery;

import io.grpc.StatusRuntimeException;
import io.tidings.background.Loop;
import io.tidings.messaging.channel.Reach;
import io.tidings.messaging.connection.Connections;
import io.tidings.messaging.connection.LiveConnection;
import io.tidings.messaging.recipient.OptOuts;
import io.tidings.messaging.recipient.PreferenceClient;
import io.tidings.messaging.recipient.Recipient;
import io.tidings.messaging.recipient.RecipientClient;
import io.tidings.messaging.send.Decision;
import io.tidings.messaging.send.Discard;
import io.tidings.messaging.send.Gates;
import io.tidings.messaging.send.Lane;
import io.tidings.messaging.send.Origin;
import io.tidings.messaging.send.QueueSignal;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendProfiles;
import io.tidings.messaging.send.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off one lane. It claims a few times as many sends as the provider takes at once, so that
 * the next are ready when a call ends, and not more, because those are in doubt if this process
 * dies.
 */
final class LaneWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LaneWorker.class);
  private static final int FEWEST = 10;
  private static final int MOST = 500;
  private static final Duration USERS_AWAY = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration FAREWELL = Duration.ofSeconds(8);

  private final Lane lane;
  private final Tools tools;
  private final Map<UUID, Held> held = new ConcurrentHashMap<>();

  /** How many of what is held have only to be recorded: the next need not wait for that. */
  private final AtomicInteger ended = new AtomicInteger();

  private final Loop loop;
  private volatile boolean moreWaiting;

  /** With so many under way, or fewer, the next are claimed. */
  private volatile int few;

  private volatile boolean stopping;

  /** What every lane works with. */
  record Tools(
      ClaimRepository claims,
      RecipientClient users,
      PreferenceClient preferences,
      Gates gates,
      SendProfiles profiles,
      Connections connections,
      Courier courier,
      Recorder recorder,
      ExecutorService executor,
      DeliverySettings settings,
      QueueSignal signal,
      Clock clock) {}

  /** A claim to a send, and how long it is ours. */
  private static final class Held {
    private final UUID claim;
    private volatile Instant until;

    Held(UUID claim, Instant until) {
      this.claim = claim;
      this.until = until;
    }
  }

  LaneWorker(Lane lane, Tools tools) {
    this.lane = lane;
    this.tools = tools;
    this.loop = Loop.startOneOfMany("lane " + lane, this::step);
  }

  void wake() {
    loop.wake();
  }

  /** Whether it has claims. */
  boolean isBusy() {
    return !held.isEmpty();
  }

  private Duration step() {
    List<LiveConnection> connections = connections();
    int size = size(connections);
    few = size - size / 2;
    int free = Math.min(size - underWay(), 2 * size - held.size());
    if (stopping || (free < size / 2 && !held.isEmpty())) {
      moreWaiting = true;
      return IDLE;
    }
    Instant now = tools.clock().instant();
    Instant until = now.plus(tools.settings().lease());
    UUID id = UUID.randomUUID();
    List<Claim> claims = tools.claims().take(lane, id, until, now, free, heldClaims());
    moreWaiting =
        claims.size() == free || claims.stream().anyMatch(claim -> claim.abandoned() != null);
    if (!claims.isEmpty()) {
      claims.forEach(claim -> held.put(claim.send().order().id(), new Held(id, until)));
      dispatch(claims, isRepeatable(connections), now);
    } else if (held.isEmpty()) {
      tools.signal().drained(lane);
    }
    return moreWaiting ? Duration.ZERO : IDLE;
  }

  private List<LiveConnection> connections() {
    return Arrays.stream(Reach.values())
        .filter(reach -> reach.channel() == lane.channel())
        .map(reach -> tools.connections().find(lane.workspaceId(), reach))
        .flatMap(Optional::stream)
        .toList();
  }

  private int size(List<LiveConnection> connections) {
    int calls = connections.stream().mapToInt(LiveConnection::concurrency).sum();
    return Math.clamp((long) calls * tools.settings().prefetch(), FEWEST, MOST);
  }

  /** Whether everyone who may have been called for this channel recognises a repetition. */
  private static boolean isRepeatable(List<LiveConnection> connections) {
    return !connections.isEmpty() && connections.stream().allMatch(LiveConnection::repeatable);
  }

  private void dispatch(List<Claim> claims, boolean repeatable, Instant now) {
    List<Send> sends = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      Send send = recovered(claim, repeatable, now);
      if (send.state().hasEnded()) {
        record(send);
      } else {
        sends.add(send);
      }
    }
    Set<UUID> cancelled;
    List<@Nullable Recipient> recipients;
    Set<UUID> doubles;
    List<Verdict> verdicts;
    try {
      cancelled = cancelled(sends);
      recipients = recipients(sends);
      doubles = doubles(sends, recipients);
      verdicts =
          tools
              .gates()
              .judge(
                  lane.workspaceId(),
                  lane.channel(),
                  recipients,
                  categories(sends),
                  optOuts(sends, recipients));
    } catch (RuntimeException | Error e) {
      log.warn(
          "{} sends are given back: {}",
          sends.size(),
          e instanceof StatusRuntimeException status ? status.getStatus() : e.toString());
      sends.forEach(send -> record(givenBack(send)));
      return;
    }
    for (int i = 0; i < sends.size(); i++) {
      Send send = sends.get(i);
      if (send.order().origin() instanceof Origin.Broadcast(var id) && cancelled.contains(id)) {
        record(send.discarded(Discard.CANCELLED, null, List.of(), now));
      } else if (doubles.contains(send.order().id())) {
        Decision merged =
            new Decision("merge", false, "the user has another send of the broadcast", now);
        record(send.discarded(Discard.MERGED, null, List.of(merged), now));
      } else {
        proceed(send, recipients.get(i), verdicts.get(i), now);
      }
    }
  }

  private void proceed(Send send, @Nullable Recipient recipient, Verdict verdict, Instant now) {
    switch (verdict) {
      case Verdict.Stopped(var reason, var about, var decisions) ->
          record(addressed(send, recipient).discarded(reason, about, decisions, now));
      case Verdict.Passed(var decisions) -> {
        Recipient known = Objects.requireNonNull(recipient);
        Send addressed = addressed(send, known);
        // A call was judged, and told so, when it came.
        Send ready =
            send.order().origin() instanceof Origin.Call || send.attempts() > 0
                ? addressed
                : addressed.passed(decisions);
        Held mine = held(send);
        tools.executor().execute(() -> deliver(ready, known, mine));
      }
    }
  }

  private Set<UUID> cancelled(List<Send> sends) {
    if (!lane.bulk()) {
      return Set.of();
    }
    Set<UUID> broadcasts =
        sends.stream()
            .map(send -> send.order().origin())
            .filter(Origin.Broadcast.class::isInstance)
            .map(origin -> ((Origin.Broadcast) origin).id())
            .collect(Collectors.toSet());
    return tools.claims().cancelled(lane.workspaceId(), broadcasts);
  }

  private static Send recovered(Claim claim, boolean repeatable, Instant now) {
    UUID abandoned = claim.abandoned();
    return abandoned == null ? claim.send() : claim.send().abandoned(abandoned, repeatable, now);
  }

  private List<@Nullable Recipient> recipients(List<Send> sends) {
    Map<UUID, Recipient> known =
        tools
            .users()
            .byProfileId(
                lane.workspaceId(),
                sends.stream()
                    .map(send -> send.order().profileId())
                    .filter(Objects::nonNull)
                    .toList());
    List<@Nullable Recipient> recipients = new ArrayList<>(sends.size());
    for (Send send : sends) {
      UUID profileId = send.order().profileId();
      recipients.add(profileId == null ? null : known.get(profileId));
    }
    return recipients;
  }

  /**
   * Who was merged is found by either profile. What was queued for the one that is no more is the
   * other's, whether or not the merge has been told here.
   *
   * @return sends whose user has one of the same broadcast by the other profile
   */
  private Set<UUID> doubles(List<Send> sends, List<@Nullable Recipient> recipients) {
    Map<UUID, UUID> merged = new HashMap<>();
    for (int i = 0; i < sends.size(); i++) {
      UUID profileId = sends.get(i).order().profileId();
      Recipient recipient = recipients.get(i);
      if (profileId != null && recipient != null && !recipient.profileId().equals(profileId)) {
        merged.put(profileId, recipient.profileId());
      }
    }
    Set<UUID> doubles = new HashSet<>();
    merged.forEach((absorbed, into) ->
        doubles.addAll(tools.profiles().merge(lane.workspaceId(), absorbed, into)));
    return doubles;
  }

  private static List<@Nullable String> categories(List<Send> sends) {
    List<@Nullable String> categories = new ArrayList<>(sends.size());
    sends.forEach(send -> categories.add(send.order().category()));
    return categories;
  }

  /** Of those to whom something of a category goes; where nothing does, nobody is asked. */
  private OptOuts optOuts(List<Send> sends, List<@Nullable Recipient> recipients) {
    List<UUID> concerned = new ArrayList<>();
    for (int i = 0; i < sends.size(); i++) {
      Recipient recipient = recipients.get(i);
      if (recipient != null && sends.get(i).order().category() != null) {
        concerned.add(recipient.profileId());
      }
    }
    return concerned.isEmpty()
        ? OptOuts.NONE
        : tools.preferences().of(lane.workspaceId(), concerned);
  }

  private static Send addressed(Send send, @Nullable Recipient recipient) {
    return recipient == null ? send : send.addressedTo(recipient.userId());
  }

  private void deliver(Send send, Recipient recipient, Held mine) {
    try {
      Optional<Send> delivered = tools.courier().deliver(send, recipient, () -> isOurs(mine));
      record(delivered.orElseGet(() -> givenBack(send)), mine);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) { // whatever it is, the claim must not be kept for it
      log.warn("send {} is given back", send.order().id(), e);
      record(givenBack(send), mine);
    }
  }

  /** Nobody is called for what may be another's by now, nor by a process that is about to end. */
  private boolean isOurs(Held mine) {
    return !stopping && tools.clock().instant().isBefore(mine.until);
  }

  private Send givenBack(Send send) {
    Instant now = tools.clock().instant();
    return send.givenBack(stopping ? now : now.plus(USERS_AWAY), now);
  }

  /** Of a send that has just been claimed: nothing of it can be on file yet. */
  private Held held(Send send) {
    return Objects.requireNonNull(held.get(send.order().id()));
  }

  private void record(Send send) {
    record(send, held(send));
  }

  private void record(Send send, Held mine) {
    ended.incrementAndGet();
    tools.recorder().add(new Recording(send, mine.claim, () -> release(send.order().id(), mine)));
    if (isReadyForMore()) {
      loop.wake();
    }
  }

  /** Claimed, and not yet at an end. */
  private int underWay() {
    return held.size() - ended.get();
  }

  private boolean isReadyForMore() {
    return moreWaiting && underWay() <= few;
  }

  private void release(UUID id, Held mine) {
    held.remove(id, mine);
    ended.decrementAndGet();
    if (isReadyForMore()) {
      loop.wake();
    } else if (held.isEmpty()) {
      tools.signal().drained(lane);
    }
  }

  /** Prolongs the leases of what is under way. */
  void renew() {
    if (held.isEmpty()) {
      return;
    }
    Instant until = tools.clock().instant().plus(tools.settings().lease());
    Set<UUID> renewed = tools.claims().renew(Set.copyOf(heldClaims().values()), until);
    held.values().stream()
        .filter(mine -> renewed.contains(mine.claim))
        .forEach(mine -> mine.until = until);
  }

  /** The claim of each send. */
  private Map<UUID, UUID> heldClaims() {
    return held.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, mine -> mine.getValue().claim));
  }

  void stopClaiming() {
    stopping = true;
    loop.close();
  }

  /** Waits for the calls under way to end and to be on file. */
  @Override
  public void close() {
    stopClaiming();
    long deadline = System.nanoTime() + FAREWELL.toNanos();
    try {
      while (!held.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(Duration.ofMillis(20));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!held.isEmpty()) {
      log.warn("{} sends are left under way; their leases will run out", held.size());
    }
  }
}

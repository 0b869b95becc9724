package io.tidings.messaging.send;

import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderWords;
import io.tidings.messaging.channel.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one recipient on one channel, and where it stands. Its methods are its life; the
 * state changes nowhere else.
 *
 * @param reason why it ended as it did: a {@link Discard}, or what the provider said
 * @param detail what the reason is about
 * @param attempts how often a provider was called
 * @param provider who took it
 * @param dueAt when a worker may take it; null once it has ended
 * @param claimId the claim that has it; kept while it is in doubt
 * @param decisions what was decided since it was read from file
 * @param attention what its reader did with it
 */
public record Send(
    SendOrder order,
    State state,
    @Nullable String reason,
    @Nullable String detail,
    int attempts,
    @Nullable String provider,
    @Nullable String providerReference,
    @Nullable Instant dueAt,
    @Nullable UUID claimId,
    List<Decision> decisions,
    Instant updatedAt,
    Attention attention) {

  /** With the waits between them: a bit more than half an hour. */
  static final int MAX_ATTEMPTS = 8;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final int WAIT_FACTOR = 3;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  public static Send queued(SendOrder order, List<Decision> decisions) {
    Instant now = order.createdAt();
    return new Send(
        order, State.QUEUED, null, null, 0, null, null, now, null, decisions, now, Attention.NONE);
  }

  /** A worker has it. */
  public Send claimed(UUID claim) {
    return new Send(
        order,
        State.SENDING,
        reason,
        detail,
        attempts,
        provider,
        providerReference,
        dueAt,
        claim,
        decisions,
        updatedAt,
        attention);
  }

  public Send discarded(Discard discard, @Nullable String about, List<Decision> why, Instant now) {
    return ended(State.DISCARDED, discard.name(), about, why, now);
  }

  /** As it is put on file where the user was erased meanwhile: it says nothing of them. */
  Send erased() {
    return queued(order.forNobody(), List.of())
        .discarded(Discard.ERASED, null, List.of(), order.createdAt());
  }

  /** A worker gives it back without having called anyone. */
  public Send givenBack(Instant due, Instant now) {
    State was = attempts == 0 ? State.QUEUED : State.SENDING;
    return new Send(
        order,
        was,
        reason,
        detail,
        attempts,
        provider,
        providerReference,
        due,
        null,
        decisions,
        now,
        attention);
  }

  /** The customer's id of the user, where it is known only now. */
  public Send addressedTo(@Nullable String userId) {
    return userId == null || order.userId() != null
        ? this
        : new Send(
            order.of(userId),
            state,
            reason,
            detail,
            attempts,
            provider,
            providerReference,
            dueAt,
            claimId,
            decisions,
            updatedAt,
            attention);
  }

  /** The gates were passed. */
  public Send passed(List<Decision> gates) {
    return new Send(
        order,
        state,
        reason,
        detail,
        attempts,
        provider,
        providerReference,
        dueAt,
        claimId,
        joined(gates),
        updatedAt,
        attention);
  }

  public Send after(Attempt attempt, Instant now) {
    Send called = called(attempt.provider());
    return switch (attempt.outcome()) {
      case Outcome.Accepted(var reference) -> called.sent(reference, now);
      case Outcome.Deferred(var why, var wait) when called.attempts < MAX_ATTEMPTS ->
          called.retried(ProviderWords.clean(why), wait, now);
      case Outcome.Deferred(var why, _) ->
          called.failed("gave up after %d attempts: %s".formatted(MAX_ATTEMPTS, why), now);
      case Outcome.Rejected(var why) -> called.failed(why, now);
      case Outcome.RecipientGone(var why) -> called.failed(why, now);
      case Outcome.InDoubt(var why) when called.isRepeated(attempt.repeatable()) ->
          called.retried(ProviderWords.clean(why), null, now);
      case Outcome.InDoubt(var why) -> called.inDoubt(claimId, why, now);
    };
  }

  /**
   * The worker that had it let its lease run out and may have called the provider.
   *
   * @param claim of that worker
   * @return to be sent again, or ended in doubt
   */
  public Send abandoned(UUID claim, boolean repeatable, Instant now) {
    Send called = called(provider);
    return called.isRepeated(repeatable)
        ? called.passed(List.of(new Decision("recovery", true, "sent again", now)))
        : called.inDoubt(
            claim, "the worker ended between calling the provider and recording its answer", now);
  }

  /** It cannot be sent: by its content, or for want of a provider. */
  public Send failed(String why, Instant now) {
    return ended(
        State.FAILED,
        ProviderWords.clean(why),
        null,
        List.of(new Decision("attempt", false, ProviderWords.clean(why), now)),
        now);
  }

  /** Itself where the receipt is no news: a repetition, or one that comes too late to count. */
  public Send after(Receipt receipt) {
    return switch (receipt.state()) {
      case DELIVERED ->
          switch (state) {
            case SENT, IN_DOUBT -> receipted(State.DELIVERED, receipt);
            case QUEUED, SENDING, DELIVERED, BOUNCED, COMPLAINED, DISCARDED, FAILED -> this;
          };
      case BOUNCED ->
          switch (state) {
            // What was said to have arrived may come back from further on.
            case SENT, DELIVERED, IN_DOUBT -> receipted(State.BOUNCED, receipt);
            case QUEUED, SENDING, BOUNCED, COMPLAINED, DISCARDED, FAILED -> this;
          };
      case COMPLAINED ->
          switch (state) {
            case SENT, DELIVERED, BOUNCED, IN_DOUBT -> receipted(State.COMPLAINED, receipt);
            case QUEUED, SENDING, COMPLAINED, DISCARDED, FAILED -> this;
          };
      case OPENED -> attended(attention.opened(receipt.at()), "opened", receipt);
      case CLICKED -> attended(attention.clicked(receipt.at()), "clicked", receipt);
    };
  }

  private Send receipted(State to, Receipt receipt) {
    String said = receipt.reason();
    return ended(
        to,
        to == State.DELIVERED ? null : said,
        null,
        List.of(new Decision("receipt", to == State.DELIVERED, said, receipt.at())),
        receipt.at());
  }

  private Send attended(Attention now, String how, Receipt receipt) {
    return now.equals(attention)
        ? this
        : new Send(
            order,
            state,
            reason,
            detail,
            attempts,
            provider,
            providerReference,
            dueAt,
            claimId,
            joined(List.of(new Decision("receipt", true, how, receipt.at()))),
            updatedAt,
            now);
  }

  /** As the call that made it was answered. */
  Send atFirst() {
    boolean endedAtOnce = state == State.DISCARDED && updatedAt.equals(order.createdAt());
    return endedAtOnce ? this : queued(order, List.of());
  }

  private boolean isRepeated(boolean repeatable) {
    return attempts < MAX_ATTEMPTS && (repeatable || order.sendClass() == SendClass.TRANSACTIONAL);
  }

  private Send called(@Nullable String by) {
    return new Send(
        order,
        state,
        reason,
        detail,
        attempts + 1,
        by,
        providerReference,
        dueAt,
        claimId,
        decisions,
        updatedAt,
        attention);
  }

  private Send sent(String reference, Instant now) {
    Send taken =
        ended(
            State.SENT,
            null,
            null,
            List.of(new Decision("attempt", true, provider + " took it", now)),
            now);
    return new Send(
        order,
        State.SENT,
        null,
        null,
        attempts,
        provider,
        ProviderWords.clean(reference),
        null,
        null,
        taken.decisions,
        now,
        attention);
  }

  private Send retried(String why, @Nullable Duration asked, Instant now) {
    Duration wait = asked == null ? backOff() : asked;
    return new Send(
        order,
        State.SENDING,
        why,
        null,
        attempts,
        provider,
        null,
        now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait),
        null,
        joined(List.of(new Decision("attempt", true, "put off: " + why, now))),
        now,
        attention);
  }

  /** 2 s, 6 s, 18 s …, the same for no two sends, so that they do not all come back at once. */
  private Duration backOff() {
    double spread = 1 + (order.id().hashCode() & 0xFF) / 1024.0;
    double seconds = FIRST_WAIT.toSeconds() * Math.pow(WAIT_FACTOR, attempts - 1.0) * spread;
    return Duration.ofMillis((long) (seconds * 1_000));
  }

  /** Keeps its claim: an answer that comes late still resolves the doubt. */
  private Send inDoubt(@Nullable UUID claim, String why, Instant now) {
    String said = ProviderWords.clean(why);
    return new Send(
        order,
        State.IN_DOUBT,
        said,
        null,
        attempts,
        provider,
        null,
        null,
        claim,
        joined(List.of(new Decision("attempt", false, "in doubt: " + said, now))),
        now,
        attention);
  }

  private Send ended(
      State as, @Nullable String why, @Nullable String about, List<Decision> news, Instant now) {
    return new Send(
        order,
        as,
        why,
        about,
        attempts,
        provider,
        providerReference,
        null,
        null,
        joined(news),
        now,
        attention);
  }

  private List<Decision> joined(List<Decision> news) {
    List<Decision> all = new ArrayList<>(decisions.size() + news.size());
    all.addAll(decisions);
    all.addAll(news);
    return List.copyOf(all);
  }

  @Override
  public String toString() {
    return "Send[id=%s, state=%s]".formatted(order.id(), state);
  }
}

package io.tidings.messaging.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final UUID CLAIM = UUID.randomUUID();

  private static Send queued(SendClass sendClass) {
    return Send.queued(
        new SendOrder(
            UUID.randomUUID(),
            "w",
            UUID.randomUUID(),
            "u",
            Channel.EMAIL,
            sendClass,
            UUID.randomUUID(),
            null,
            null,
            new Origin.Call(),
            NOW),
        List.of());
  }

  private static Attempt attempt(Outcome outcome) {
    return new Attempt("smtp", false, outcome);
  }

  @Test
  void isSentWhenTheProviderTakesIt() {
    Send sent = queued(SendClass.MARKETING).after(attempt(new Outcome.Accepted("ref-1")), NOW);

    assertThat(sent.state()).isEqualTo(State.SENT);
    assertThat(sent.attempts()).isEqualTo(1);
    assertThat(sent.provider()).isEqualTo("smtp");
    assertThat(sent.providerReference()).isEqualTo("ref-1");
    assertThat(sent.dueAt()).isNull();
    assertThat(sent.decisions()).extracting(Decision::gate).containsExactly("attempt");
  }

  @Test
  void isTriedAgainWhenAskedToComeBackAndThenLongerAndLonger() {
    Send send = queued(SendClass.MARKETING);
    Duration before = Duration.ZERO;
    for (int i = 1; i < Send.MAX_ATTEMPTS; i++) {
      send = send.after(attempt(new Outcome.Deferred("451 later", null)), NOW);

      assertThat(send.state()).isEqualTo(State.SENDING);
      assertThat(send.reason()).isEqualTo("451 later");
      Duration wait = Duration.between(NOW, send.dueAt());
      assertThat(wait).isGreaterThan(before).isLessThan(Duration.ofHours(1));
      before = wait;
    }

    Send last = send.after(attempt(new Outcome.Deferred("451 later", null)), NOW);

    assertThat(last.state()).isEqualTo(State.FAILED);
    assertThat(last.reason()).isEqualTo("gave up after 8 attempts: 451 later");
    assertThat(last.attempts()).isEqualTo(8);
  }

  @Test
  void waitsAsLongAsTheProviderSaysWithinReason() {
    Send send = queued(SendClass.MARKETING);

    assertThat(
            send.after(attempt(new Outcome.Deferred("slow down", Duration.ofSeconds(7))), NOW)
                .dueAt())
        .isEqualTo(NOW.plusSeconds(7));
    assertThat(
            send.after(attempt(new Outcome.Deferred("slow down", Duration.ofDays(7))), NOW).dueAt())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void failsWithTheProvidersReason() {
    assertThat(queued(SendClass.MARKETING).after(attempt(new Outcome.Rejected("550 no")), NOW))
        .extracting(Send::state, Send::reason)
        .containsExactly(State.FAILED, "550 no");
    assertThat(queued(SendClass.MARKETING).after(attempt(new Outcome.RecipientGone("gone")), NOW))
        .extracting(Send::state, Send::reason)
        .containsExactly(State.FAILED, "gone");
  }

  @Test
  void marketingIsNotRepeatedWhenInDoubt() {
    Send send =
        queued(SendClass.MARKETING).after(attempt(new Outcome.InDoubt("connection lost")), NOW);

    assertThat(send.state()).isEqualTo(State.IN_DOUBT);
    assertThat(send.reason()).isEqualTo("connection lost");
    assertThat(send.dueAt()).isNull();
  }

  @Test
  void transactionalIsRepeatedWhenInDoubtAndInTheEndStaysSo() {
    Send send = queued(SendClass.TRANSACTIONAL);
    for (int i = 1; i < Send.MAX_ATTEMPTS; i++) {
      send = send.after(attempt(new Outcome.InDoubt("connection lost")), NOW);
      assertThat(send.state()).isEqualTo(State.SENDING);
    }

    assertThat(send.after(attempt(new Outcome.InDoubt("connection lost")), NOW).state())
        .isEqualTo(State.IN_DOUBT);
  }

  @Test
  void aProviderThatKnowsRepetitionsIsAlwaysAskedAgain() {
    Attempt attempt = new Attempt("api", true, new Outcome.InDoubt("connection lost"));

    assertThat(queued(SendClass.MARKETING).after(attempt, NOW).state()).isEqualTo(State.SENDING);
  }

  @ParameterizedTest
  @EnumSource(SendClass.class)
  void whatAWorkerAbandonedIsRepeatedOrInDoubtByItsClass(SendClass sendClass) {
    Send send = queued(sendClass).abandoned(CLAIM, false, NOW);

    switch (sendClass) {
      case TRANSACTIONAL -> assertThat(send.state().hasEnded()).isFalse();
      case MARKETING -> {
        assertThat(send.state()).isEqualTo(State.IN_DOUBT);
        assertThat(send.claimId()).as("a late answer still resolves it").isEqualTo(CLAIM);
      }
    }
    assertThat(send.attempts()).isEqualTo(1);
    assertThat(queued(sendClass).abandoned(CLAIM, true, NOW).state().hasEnded()).isFalse();
  }

  @Test
  void aReceiptEndsIt() {
    Send sent = queued(SendClass.MARKETING).after(attempt(new Outcome.Accepted("r")), NOW);

    assertThat(sent.after(new Receipt("r", Receipt.State.DELIVERED, "", NOW)).state())
        .isEqualTo(State.DELIVERED);
    assertThat(sent.after(new Receipt("r", Receipt.State.BOUNCED, "no such number", NOW)))
        .extracting(Send::state, Send::reason)
        .containsExactly(State.BOUNCED, "no such number");
  }

  @Test
  void garbageFromAProviderIsKeptReadable() {
    Send send =
        queued(SendClass.MARKETING)
            .after(attempt(new Outcome.Rejected("\0\u0001\n" + "x".repeat(5_000))), NOW);

    assertThat(send.reason()).hasSize(1_000).matches("x+");
  }
}

package io.tidings.messaging.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ada@example.com  | 550 <Ada@Example.COM> unknown       | 550 <(the recipient)> unknown
          a.b+c@d.test     | a.b+c@d.test and a.b+c@d.test       | (the recipient) and (the recipient)
          a.b@d.test       | axb@d.test is somebody else         | axb@d.test is somebody else
          +2348012345678   | no 2348012345678, no +2348012345678 | no (the recipient), no (the recipient)
          to$1\\            | said to$1\\                           | said (the recipient)
          """)
  void tellsWhatHappenedWithoutSayingToWhom(String recipient, String reason, String kept) {
    assertThat(new Outcome.Rejected(reason).without(recipient))
        .isEqualTo(new Outcome.Rejected(kept));
    assertThat(new Outcome.Deferred(reason, Duration.ofSeconds(1)).without(recipient))
        .isEqualTo(new Outcome.Deferred(kept, Duration.ofSeconds(1)));
    assertThat(new Outcome.RecipientGone(reason).without(recipient))
        .isEqualTo(new Outcome.RecipientGone(kept));
    assertThat(new Outcome.InDoubt(reason).without(recipient)).isEqualTo(new Outcome.InDoubt(kept));
  }

  @Test
  void leavesAReferenceAsItIs() {
    var accepted = new Outcome.Accepted("ada@example.com-1");
    assertThat(accepted.without("ada@example.com")).isSameAs(accepted);
  }
}

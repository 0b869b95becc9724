package io.tidings.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTextTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:30:00Z, 2026-03-01T12:30:00Z",
    "2026-03-01t12:30:00z, 2026-03-01T12:30:00Z",
    "2026-03-01 12:30, 2026-03-01T12:30:00Z",
    "2026-03-01T12:30:00.123456789, 2026-03-01T12:30:00.123456789Z",
    "2026-03-01T12:30:00+01:00, 2026-03-01T11:30:00Z",
    "2026-03-01T12:30:00+0100, 2026-03-01T11:30:00Z",
    "2026-03-01T12:30:00+01, 2026-03-01T11:30:00Z",
    "2026-03-01, 2026-03-01T00:00:00Z"
  })
  void readsWhatIsMet(String text, Instant at) {
    assertThat(IsoText.parse(text)).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-03", "12:30", "01/03/2026", "2026-13-01", "1772368200"})
  void readsNothingElse(String text) {
    assertThatThrownBy(() -> IsoText.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0000-12-31T23:59:59Z, false",
    "0001-01-01T00:00:00Z, true",
    "9999-12-31T23:59:59.999999999Z, true",
    "+10000-01-01T00:00:00Z, false"
  })
  void knowsWhatCanBeKept(Instant at, boolean kept) {
    assertThat(IsoText.canBeKept(at)).isEqualTo(kept);
  }
}

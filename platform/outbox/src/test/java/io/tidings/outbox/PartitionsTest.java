package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {

  /** Written down once: a release that computed others would break the order of facts under way. */
  @ParameterizedTest
  @CsvSource({
    "00000000-0000-0000-0000-000000000000, 0",
    "01912d68-783e-7a8c-8f3e-3c1de0a1b2c3, 14",
    "01912d68-783e-7a8c-8f3e-3c1de0a1b2c4, 14",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479, 2",
  })
  void putsAProfileWhereItAlwaysWas(UUID profileId, int partition) {
    assertThat(new Partitions(16).of(profileId)).isEqualTo(partition);
  }

  @Test
  void spreadsTheProfilesOfOneMomentEvenly() {
    var ids = Generators.timeBasedEpochGenerator();
    var partitions = new Partitions(4);
    int[] counts = new int[4];
    for (int i = 0; i < 10_000; i++) {
      counts[partitions.of(ids.generate())]++;
    }

    for (int count : counts) {
      assertThat(count).isBetween(2_200, 2_800);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 12, 512, -4})
  void refusesACountThatIsNoPowerOfTwo(int count) {
    assertThatThrownBy(() -> new Partitions(count))
        .hasMessageContaining("is %d, but must be a power of two".formatted(count));
  }
}

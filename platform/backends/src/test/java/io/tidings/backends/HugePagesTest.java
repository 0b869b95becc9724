package io.tidings.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HugePagesTest {
  @Test
  void leavesRoomForWhatIsNotBuffers() {
    assertThat(HugePages.forBuffers(memory(1700, 1700, 0))).isEqualTo(3028);
  }

  @Test
  void countsNeitherWhatIsUsedNorWhatIsPromised() {
    assertThat(HugePages.forBuffers(memory(1700, 700, 200))).isEqualTo(868);
    assertThat(HugePages.forBuffers(memory(1700, 200, 200))).isZero();
  }

  @Test
  void isNothingWhereNoneAreSetApart() {
    assertThat(HugePages.forBuffers(memory(0, 0, 0))).isZero();
    assertThat(HugePages.forBuffers(List.of("MemTotal:       24678904 kB"))).isZero();
  }

  private static List<String> memory(int all, int free, int promised) {
    return List.of(
        "MemTotal:       24678904 kB",
        "HugePages_Total:    " + all,
        "HugePages_Free:     " + free,
        "HugePages_Rsvd:     " + promised,
        "HugePages_Surp:        0",
        "Hugepagesize:       2048 kB");
  }
}

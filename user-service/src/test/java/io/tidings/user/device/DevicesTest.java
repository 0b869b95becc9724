package io.tidings.user.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class DevicesTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @Example
  @Label("Behaviour 10: a sixth device evicts the one seen longest ago")
  void theOneSeenLongestAgoMakesWay() {
    Devices devices = Devices.NONE;
    for (int i = 1; i <= 5; i++) {
      devices = devices.seen(device("t" + i, i));
    }
    devices = devices.seen(device("t1", 6)).seen(device("t6", 7));

    assertThat(devices.list())
        .extracting(Device::token)
        .containsExactly("t6", "t1", "t5", "t4", "t3");
  }

  @Example
  void oneThatWasSeenBeforeAllOthersDoesNotComeIn() {
    Devices devices = Devices.NONE;
    for (int i = 1; i <= 5; i++) {
      devices = devices.seen(device("t" + i, i));
    }

    assertThat(devices.seen(device("late", 0))).isEqualTo(devices);
  }

  @Example
  void aTokenIsKeptOnceWithItsLatestPlatform() {
    Devices devices =
        Devices.NONE
            .seen(device("t", 2))
            .seen(new Device("t", Platform.IOS, START.plusSeconds(3)))
            .seen(device("t", 1));

    assertThat(devices.list()).containsExactly(new Device("t", Platform.IOS, START.plusSeconds(3)));
  }

  @Property
  void whichTheyAreDoesNotDependOnTheOrder(
      @ForAll("sightingsInTwoOrders") Tuple2<List<Device>, List<Device>> orders) {
    assertThat(all(orders.get1())).isEqualTo(all(orders.get2()));
  }

  @Provide
  Arbitrary<Tuple2<List<Device>, List<Device>>> sightingsInTwoOrders() {
    Arbitrary<Device> sighting =
        Combinators.combine(
                Arbitraries.integers().between(1, 9),
                Arbitraries.of(Platform.class),
                Arbitraries.integers().between(0, 20))
            .as((token, platform, second) ->
                new Device("t" + token, platform, START.plusSeconds(second)));
    return sighting
        .list()
        .ofMaxSize(25)
        .flatMap(sightings ->
            Arbitraries.shuffle(sightings).map(shuffled -> Tuple.of(sightings, shuffled)));
  }

  private static Devices all(List<Device> sightings) {
    Devices devices = Devices.NONE;
    for (Device sighting : sightings) {
      devices = devices.seen(sighting);
    }
    return devices;
  }

  private static Device device(String token, int second) {
    return new Device(token, Platform.ANDROID, START.plusSeconds(second));
  }
}

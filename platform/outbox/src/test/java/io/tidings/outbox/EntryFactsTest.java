package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Fact;
import io.tidings.proto.outbox.v1.Facts;
import io.tidings.proto.outbox.v1.PackedFacts;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFactsTest {
  private final Random random = new Random(3);

  @Test
  void packsManyFactsOnceAndGivesThemBackInOrder() {
    Facts many = orders(200);

    Entry entry = entry(many);

    assertThat(entry.getSerializedSize()).isLessThan(many.getSerializedSize() / 2);
    assertThat(EntryFacts.of(entry)).isEqualTo(many.getFactsList());
    assertThat(EntryFacts.bytes(entry))
        .isBetween((long) many.getSerializedSize(), many.getSerializedSize() + 100L);
  }

  @Test
  void isNotPassedOverByWhoKnowsNothingOfPackedFacts() {
    Fact first = entry(orders(200)).getFacts(0);

    assertThatThrownBy(() -> UUID.fromString(first.getProfileId()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesFewFactsAsTheyAre() {
    Facts few = orders(2);

    Entry entry = entry(few);

    assertThat(entry.hasPackedFacts()).isFalse();
    assertThat(EntryFacts.of(entry)).isEqualTo(few.getFactsList());
  }

  @Test
  void leavesFactsAsTheyAreThatTakeMoreRoomPacked() {
    byte[] noise = new byte[10_000];
    random.nextBytes(noise);
    var payload = Any.pack(BytesValue.of(ByteString.copyFrom(noise)));
    Facts facts = Facts.newBuilder().addFacts(Fact.newBuilder().setPayload(payload)).build();

    Entry entry = entry(facts);

    assertThat(entry.hasPackedFacts()).isFalse();
    assertThat(EntryFacts.of(entry)).isEqualTo(facts.getFactsList());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE})
  void refusesFactsOfASizeThatNobodyPacks(int size) {
    Entry entry = sized(size);

    assertThatThrownBy(() -> EntryFacts.of(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16,777,216 bytes");
    assertThat(EntryFacts.bytes(entry)).isBetween(0L, 17L * 1024 * 1024);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void refusesFactsThatHaveAnotherSizeThanIsSaid(int more) {
    int size = entry(orders(200)).getPackedFacts().getSize();
    Entry entry = sized(size + more);

    assertThatThrownBy(() -> EntryFacts.of(entry)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatIsNotPacked() {
    var garbled = PackedFacts.newBuilder().setLz4(ByteString.copyFromUtf8("no")).setSize(10);
    Entry entry = Entry.newBuilder().setPackedFacts(garbled).build();

    assertThatThrownBy(() -> EntryFacts.of(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("packed facts are none");
  }

  private Entry sized(int size) {
    Entry.Builder entry = entry(orders(200)).toBuilder();
    entry.getPackedFactsBuilder().setSize(size);
    return entry.build();
  }

  private static Entry entry(Facts facts) {
    Entry.Builder entry = Entry.newBuilder().setId(UUID.randomUUID().toString());
    EntryFacts.put(entry, facts);
    return entry.build();
  }

  private Facts orders(int count) {
    Facts.Builder facts = Facts.newBuilder();
    IntStream.range(0, count)
        .forEach(i ->
            facts.addFacts(
                Fact.newBuilder()
                    .setWorkspaceId("acme")
                    .setProfileId(new UUID(random.nextLong(), random.nextLong()).toString())
                    .setPayload(Any.pack(StringValue.of("Order Completed, number " + i)))));
    return facts.build();
  }
}

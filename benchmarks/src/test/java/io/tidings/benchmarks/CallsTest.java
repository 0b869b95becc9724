package io.tidings.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00.123Z"), ZoneOffset.UTC);

  private final Calls calls = new Calls(NOON);

  @Test
  void anEventHas250Bytes() {
    int one = calls.track(IntakeBenchmark.EVENT, 7).length;

    assertThat(one).isBetween(245, 255);
  }

  @Test
  void everyTenthEventIsOfANewUser() throws IOException {
    Set<String> messages = new HashSet<>();
    Set<String> users = new HashSet<>();
    for (JsonNode call : batch(calls.events("Order Completed"))) {
      messages.add(call.path("messageId").asText());
      users.add(call.path("userId").asText());
    }

    assertThat(messages).hasSize(Calls.PER_BATCH);
    assertThat(calls.users()).isEqualTo(Calls.PER_BATCH / 10);
    assertThat(users).hasSizeLessThanOrEqualTo(Calls.PER_BATCH / 10);
  }

  @Test
  void aNewUserHasEightAttributes() throws IOException {
    JsonNode users = batch(calls.newUsers());

    assertThat(users).hasSize(Calls.PER_BATCH);
    assertThat(users)
        .allSatisfy(call -> assertThat(call.path("traits").size()).isEqualTo(8))
        .extracting(call -> call.path("userId").asText())
        .doesNotHaveDuplicates();
  }

  private static JsonNode batch(byte[] body) throws IOException {
    return new ObjectMapper().readTree(body).path("batch");
  }
}

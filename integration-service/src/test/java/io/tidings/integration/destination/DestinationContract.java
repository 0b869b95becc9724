package io.tidings.integration.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.integration.connection.ConnectableContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every destination keeps to. A subclass names the destination, settings that are valid for
 * it, and has a folder {@code destination/<id>} of golden files: {@code <notice>.http} is the call,
 * or is missing where there is none.
 */
abstract class DestinationContract extends ConnectableContract {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant OCCURRED = Instant.parse("2026-02-28T23:59:58.123456Z");

  abstract Destination destination();

  @Override
  protected final Destination connectable() {
    return destination();
  }

  /** Notices of every kind, with the oddities that users' data has. */
  @SuppressWarnings("NullAway") // Does not see in a class file that a record's map may hold null.
  private static Map<String, Notice> notices() {
    Map<String, Notice> notices = new LinkedHashMap<>();
    Subject known = new Subject("user-7", "anonymous-7");
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("total", 19.5);
    properties.put("items", List.of("cable", "router \"AX\""));
    properties.put("ordered at", Instant.parse("2026-02-28T23:00:00Z"));
    properties.put("address", Map.of("city", "Ọyọ́"));
    properties.put("gift", false);
    properties.put("voucher", null);
    notices.put(
        "event",
        notice(
            known,
            new Occurrence.EventRecorded("message-1", "Order Completed", properties, OCCURRED)));
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("plan", "Fibre 100");
    attributes.put("usage", 9007199254740991L);
    attributes.put("city", null);
    notices.put(
        "attributes", notice(known, new Occurrence.AttributesChanged(attributes, OCCURRED)));
    notices.put(
        "segment-entered",
        notice(known, new Occurrence.SegmentEntered("Order completed last 30days", OCCURRED)));
    notices.put(
        "segment-exited",
        notice(known, new Occurrence.SegmentExited("Order completed last 30days", OCCURRED)));
    notices.put(
        "anonymous",
        notice(
            new Subject(null, "anonymous-8"),
            new Occurrence.EventRecorded("message-2", "Page view", Map.of(), OCCURRED)));
    notices.put(
        "user-without-anonymous-id",
        notice(
            new Subject("user-9", null),
            new Occurrence.AttributesChanged(
                Collections.singletonMap("plan", "Fibre 50"), OCCURRED)));
    return notices;
  }

  private static Notice notice(Subject subject, Occurrence occurrence) {
    return new Notice("0198f000-0000-7000-8000-000000000001", subject, occurrence, AT);
  }

  @TestFactory
  Stream<DynamicTest> callsAsItsGoldenFilesSay() {
    return notices().entrySet().stream()
        .map(notice ->
            DynamicTest.dynamicTest(
                notice.getKey(),
                () ->
                    assertThat(
                            destination()
                                .callFor(notice.getValue(), settings())
                                .map(DestinationContract::text)
                                .orElse(""))
                        .isEqualTo(golden(notice.getKey()))));
  }

  @Test
  void callsTheSameForTheSameNotice() {
    for (Notice notice : notices().values()) {
      assertThat(destination().callFor(notice, settings()))
          .isEqualTo(destination().callFor(notice, settings()));
    }
  }

  @Test
  void understandsEveryReply() {
    assertThat(outcomeOf(200, null)).isInstanceOf(Outcome.Accepted.class);
    assertThat(outcomeOf(204, null)).isInstanceOf(Outcome.Accepted.class);
    assertThat(outcomeOf(503, Duration.ofSeconds(7)))
        .isEqualTo(new Outcome.Deferred("answered 503", Duration.ofSeconds(7)));
    assertThat(outcomeOf(429, Duration.ofSeconds(7)))
        .isEqualTo(new Outcome.Deferred("answered 429", Duration.ofSeconds(7)));
    for (int status = 100; status < 600; status++) {
      assertThat(outcomeOf(status, null)).as("status %d", status).isNotNull();
    }
  }

  @Test
  void declaresItsPace() {
    assertThat(destination().callsPerSecond()).isPositive();
  }

  private Outcome outcomeOf(int status, @Nullable Duration retryAfter) {
    return destination().outcomeOf(new HttpReply(status, retryAfter, "<html>garbage"));
  }

  private static String text(HttpCall call) {
    StringBuilder text = new StringBuilder("%s %s\n".formatted(call.method(), call.uri()));
    new TreeMap<>(call.headers())
        .forEach((name, value) -> text.append("%s: %s\n".formatted(name, value)));
    return text.append('\n').append(call.body()).append('\n').toString();
  }

  private String golden(String name) throws IOException {
    String path = "/destination/%s/%s.http".formatted(destination().id(), name);
    try (InputStream file = getClass().getResourceAsStream(path)) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

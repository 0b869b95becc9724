package io.tidings.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls of the event-collection protocol as its SDKs write them, in bodies of {@code /v1/batch}.
 */
final class Calls {
  static final int PER_BATCH = 100;

  /** Every tenth event is of a user who has not been heard of. */
  private static final int NEW_USER_EVERY = 10;

  private static final String[] CITIES = {"Lagos", "Abuja", "Kano", "Ibadan", "Port Harcourt"};
  private static final String[] PLANS = {"Basic", "Plus", "Fibre"};
  private static final JsonFactory JSON = new JsonFactory();

  private final Clock clock;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong users = new AtomicLong();

  Calls(Clock clock) {
    this.clock = clock;
  }

  /** How many users there are by now. */
  long users() {
    return users.get();
  }

  /** The id of a user; the first is 0. */
  static String userId(long user) {
    return numbered("user-", 8, user);
  }

  /** Without a format, which costs more: the load takes its processors from the system. */
  static String numbered(String prefix, int digits, long number) {
    String written = Long.toString(number);
    return prefix + "0".repeat(Math.max(0, digits - written.length())) + written;
  }

  /** A hundred events of 250 bytes each, of new and known users. */
  byte[] events(String name) {
    return batch(json -> {
      for (int i = 0; i < PER_BATCH; i++) {
        long message = messages.getAndIncrement();
        boolean fresh = message % NEW_USER_EVERY == 0;
        long user =
            fresh
                ? users.getAndIncrement()
                : ThreadLocalRandom.current().nextLong(Math.max(1, users.get()));
        event(json, name, message, user);
      }
    });
  }

  /** A hundred new users with eight attributes each. */
  byte[] newUsers() {
    return batch(json -> {
      for (int i = 0; i < PER_BATCH; i++) {
        identify(json, users.getAndIncrement());
      }
    });
  }

  /** One event alone, as {@code /v1/track} takes it. */
  byte[] track(String name, long user) {
    return written(json -> event(json, name, messages.getAndIncrement(), user));
  }

  /** A hundred events of one who has not said who they are. */
  byte[] ofVisitor(String name, String anonymousId) {
    return batch(json -> {
      for (int i = 0; i < PER_BATCH; i++) {
        event(json, name, messages.getAndIncrement(), "anonymousId", anonymousId);
      }
    });
  }

  private void event(JsonGenerator json, String name, long message, long user) throws IOException {
    event(json, name, message, "userId", userId(user));
  }

  private void event(JsonGenerator json, String name, long message, String idField, String id)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "track");
    json.writeStringField("messageId", numbered("message-", 12, message));
    json.writeStringField(idField, id);
    json.writeStringField("event", name);
    json.writeStringField("timestamp", clock.instant().toString());
    json.writeObjectFieldStart("properties");
    json.writeStringField("order", numbered("order-", 9, message));
    json.writeNumberField("total", 1_000 + message % 9_000);
    json.writeStringField("city", CITIES[(int) (message % CITIES.length)]);
    json.writeStringField("plan", PLANS[(int) (message % PLANS.length)]);
    json.writeBooleanField("first_order", false);
    json.writeNumberField("rank", 1);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void identify(JsonGenerator json, long user) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "identify");
    json.writeStringField("messageId", numbered("message-", 12, messages.getAndIncrement()));
    json.writeStringField("userId", userId(user));
    json.writeStringField("timestamp", clock.instant().toString());
    json.writeObjectFieldStart("traits");
    json.writeStringField("first_name", "Ada");
    json.writeStringField("last_name", "Obi");
    json.writeStringField("email", "ada.%d@mint.example".formatted(user));
    json.writeStringField("number", "+234803%07d".formatted(user));
    json.writeStringField("plan", PLANS[(int) (user % PLANS.length)]);
    json.writeStringField("city", CITIES[(int) (user % CITIES.length)]);
    json.writeNumberField("monthly_usage", user % 900);
    json.writeBooleanField("newsletter", user % 2 == 0);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static byte[] batch(Writing calls) {
    return written(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("batch");
      calls.to(json);
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static byte[] written(Writing writing) {
    var bytes = new ByteArrayOutputStream(32 * 1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}

package io.tidings.endtoend.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidings.endtoend.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Customers who come, look around and buy, as a careful client reports them: a batch that was not
 * answered 200 is sent again, as it was, until it is.
 */
final class Intake implements AutoCloseable {
  static final String SEEN = "Page Seen";
  static final String BOUGHT = "Plan Bought";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 4;
  private static final int CUSTOMERS_PER_BATCH = 4;
  private static final int EVENTS_PER_CUSTOMER = 4;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final URI batch;
  private final String authorization;
  private final String run;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
  private final AtomicInteger customers = new AtomicInteger();
  private final AtomicInteger under = new AtomicInteger();
  private final Set<String> messageIds = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> lastVisit = new ConcurrentHashMap<>();
  private final Set<String> buyers = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private volatile String complaint = "";
  private volatile Instant lastDurable = Instant.EPOCH;
  private volatile boolean ending;

  Intake(Credentials credentials, String run) {
    this.batch = credentials.gateway().resolve("/v1/batch");
    byte[] key = (credentials.get("TIDINGS_WRITE_KEY") + ":").getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(key);
    this.run = run;
  }

  void start() {
    for (int client = 0; client < CLIENTS; client++) {
      clients.schedule(this::report, PAUSE.toMillis() * client / CLIENTS, TimeUnit.MILLISECONDS);
    }
  }

  /** No new batch is begun; those that are under way are offered until they are answered. */
  void end() {
    ending = true;
  }

  boolean isAllAnswered() {
    return ending && under.get() == 0;
  }

  private void report() {
    if (!ending) {
      under.incrementAndGet();
      try {
        offer(JSON.writeValueAsString(visits()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void offer(String body) {
    if (isDurable(body)) {
      under.decrementAndGet();
      clients.schedule(this::report, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      clients.schedule(() -> offer(body), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean isDurable(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(batch)
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      boolean advised = answer.headers().firstValue("Retry-After").isPresent();
      boolean expected = answer.statusCode() == 200 || answer.statusCode() == 503;
      count(
          answer.statusCode()
              + (advised ? " Retry-After" : "")
              + (expected ? "" : " " + answer.body()));
      if (answer.statusCode() == 200) {
        lastDurable = Instant.now();
        return true;
      }
      complaint = answer.body();
    } catch (IOException e) {
      count("no answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void count(String answer) {
    answers.merge(answer, 1, Integer::sum);
  }

  /** New customers, one in two of whom buys, and one whom everybody knows already. */
  private ObjectNode visits() {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode calls = body.putArray("batch");
    for (int i = 0; i < CUSTOMERS_PER_BATCH; i++) {
      int number = customers.getAndIncrement();
      identify(calls, number);
      for (int event = 0; event < EVENTS_PER_CUSTOMER; event++) {
        track(calls, number, event == 0 && number % 2 == 0 ? BOUGHT : SEEN, event);
      }
    }
    identify(calls, ThreadLocalRandom.current().nextInt(customers.get()));
    return body;
  }

  private void identify(ArrayNode calls, int number) {
    String userId = userId(number);
    long visit = System.nanoTime();
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    long time = at.toEpochMilli();
    lastVisit.merge(userId, time, Math::max);
    ObjectNode call = calls.addObject();
    call.put("type", "identify").put("userId", userId).put("timestamp", at.toString());
    call.put("messageId", "identify-%s-%d".formatted(userId, visit));
    call.putObject("traits").put("phone", phone(number)).put("visited", time);
  }

  private void track(ArrayNode calls, int number, String event, int count) {
    String userId = userId(number);
    String messageId = "%s-%d".formatted(userId, count);
    messageIds.add(messageId);
    if (event.equals(BOUGHT)) {
      buyers.add(userId);
    }
    ObjectNode call = calls.addObject();
    call.put("type", "track").put("userId", userId).put("event", event);
    call.put("messageId", messageId);
    call.putObject("properties").put("count", count).put("channel", "web");
  }

  private String userId(int number) {
    return "customer-%s-%d".formatted(run, number);
  }

  /** A number of a Nigerian mobile network. */
  static String phone(int number) {
    return "+234803%07d".formatted(number);
  }

  String phoneOf(String userId) {
    return phone(Integer.parseInt(userId.substring(userId.lastIndexOf('-') + 1)));
  }

  /** Of all events that were ever offered. */
  Set<String> messageIds() {
    return messageIds;
  }

  /** Milliseconds since 1970 of each customer's last visit. */
  Map<String, Long> lastVisits() {
    return lastVisit;
  }

  Set<String> buyers() {
    return buyers;
  }

  /** How often each kind of answer was given: the status, and whether it said when to come back. */
  Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  /** The last answer's words that were not 200. */
  String lastComplaint() {
    return complaint;
  }

  /** Whether anything was answered 200 since then. */
  boolean tookSomethingSince(Instant moment) {
    return lastDurable.isAfter(moment);
  }

  @Override
  public void close() {
    clients.shutdownNow();
    http.shutdownNow();
  }
}

package io.tidings.quickstart.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * MInt's data: the same 1,000 customers and the same 30 days in every run, so that what the system
 * must come to can be counted here. The run's tag is part of every id, so that one run does not
 * meet what another left in the same data folder.
 *
 * <p>High usage means more than {@link #HIGH_USAGE_GB} GB this month, or at least {@link
 * #CAP_WARNINGS} warnings about the data cap within {@link #WARNING_WINDOW}.
 */
final class MInt {
  static final int CUSTOMERS = 1_000;
  static final int HIGH_USAGE_GB = 400;
  static final int CAP_WARNINGS = 3;
  static final Duration WARNING_WINDOW = Duration.ofDays(7);
  static final String CAP_WARNING = "Data cap warning";
  static final String BROADCAST_CITY = "Lagos";
  static final String PUSH_PLAN = "Fibre";
  static final int LIVE_BY_USAGE = 30;
  static final int LIVE_BY_EVENTS = 20;
  static final String CSV_HEADER =
      "id,first_name,last_name,email,number,plan,city,monthly_usage,device_token,device_platform,"
          + "demo_run";

  private static final long SEED = 20_260_401L;
  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Bola", "Chidi", "Dayo", "Efe", "Femi", "Gozie", "Halima", "Ife", "Jide");
  private static final List<String> LAST_NAMES =
      List.of("Abiola", "Bello", "Chukwu", "Danjuma", "Eze", "Folarin", "Garba", "Hassan");
  private static final List<String> CITIES = List.of(BROADCAST_CITY, "Abuja", "Kano", "Ibadan");
  private static final List<String> PLANS = List.of("Basic", "Plus", PUSH_PLAN);

  /** One thing that a customer did in the last 30 days. */
  record PastEvent(String messageId, String customerId, String name, Instant at, int amount) {}

  private final List<Customer> customers;
  private final List<PastEvent> pastEvents;
  private final String run;
  private final Instant now;

  MInt(String run, Instant now) {
    this.run = run;
    this.now = now;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    customers = IntStream.range(0, CUSTOMERS).mapToObj(index -> customer(index, random)).toList();
    pastEvents = customers.stream().flatMap(customer -> past(customer, random)).toList();
  }

  private Customer customer(int index, RandomGenerator random) {
    String first = pick(FIRST_NAMES, random);
    String last = pick(LAST_NAMES, random);
    boolean hasEmail = random.nextInt(100) < 90;
    boolean hasNumber = random.nextInt(100) < 85;
    boolean hasDevice = random.nextInt(100) < 60;
    boolean ios = random.nextBoolean();
    int usage = random.nextInt(100) < 10 ? random.nextInt(401, 900) : random.nextInt(5, 400);
    return new Customer(
        "mint-%s-%04d".formatted(run, index),
        first,
        last,
        hasEmail
            ? "%s.%s.%d@%s.mint.example".formatted(first, last, index, run).toLowerCase(Locale.ROOT)
            : null,
        hasNumber ? "+234803%07d".formatted(1_000_000 + index) : null,
        pick(PLANS, random),
        pick(CITIES, random),
        usage,
        hasDevice ? (ios ? iosToken(index) : "fcm-%s-%d".formatted(run, index)) : null,
        hasDevice ? (ios ? "ios" : "android") : null,
        run);
  }

  /** 64 hexadecimal digits, as APNs gives them. */
  private String iosToken(int index) {
    return HexFormat.of().formatHex(run.getBytes(StandardCharsets.UTF_8))
        + "%048x".formatted(0xC0FFEE000L + index);
  }

  /**
   * A payment and a few sessions for everyone; cap warnings, some old and some recent, for some.
   */
  private Stream<PastEvent> past(Customer customer, RandomGenerator random) {
    List<PastEvent> events = new ArrayList<>();
    events.add(event(customer, events, "Payment made", now.minus(days(random, 1, 29)), 5_000));
    for (int session = random.nextInt(1, 5); session > 0; session--) {
      events.add(event(customer, events, "Session ended", now.minus(days(random, 0, 29)), session));
    }
    if (random.nextInt(100) < 12) {
      for (int warning = random.nextInt(1, 6); warning > 0; warning--) {
        boolean recent = random.nextBoolean();
        Duration age = recent ? days(random, 0, 6) : days(random, 8, 29);
        events.add(event(customer, events, CAP_WARNING, now.minus(age), 80));
      }
    }
    return events.stream();
  }

  private PastEvent event(
      Customer customer, List<PastEvent> before, String name, Instant at, int amount) {
    String messageId = "past-%s-%d".formatted(customer.id(), before.size());
    return new PastEvent(messageId, customer.id(), name, at, amount);
  }

  /**
   * Whole days and a part of one, never so close to the window's edge that the run could cross it.
   */
  private static Duration days(RandomGenerator random, int min, int max) {
    return Duration.ofDays(random.nextInt(min, max + 1)).plusMinutes(random.nextInt(10, 20 * 60));
  }

  private static <T> T pick(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }

  String run() {
    return run;
  }

  List<Customer> customers() {
    return customers;
  }

  List<PastEvent> pastEvents() {
    return pastEvents;
  }

  String csv() {
    return Stream.concat(Stream.of(CSV_HEADER), customers.stream().map(Customer::csvRow))
        .reduce(
            new StringBuilder(), (csv, row) -> csv.append(row).append('\n'), StringBuilder::append)
        .toString();
  }

  long recentWarnings(Customer customer) {
    return pastEvents.stream()
        .filter(event -> event.customerId().equals(customer.id()))
        .filter(event -> event.name().equals(CAP_WARNING))
        .filter(event -> event.at().isAfter(now.minus(WARNING_WINDOW)))
        .count();
  }

  boolean isHighUsage(Customer customer) {
    return customer.monthlyUsage() > HIGH_USAGE_GB || recentWarnings(customer) >= CAP_WARNINGS;
  }

  List<Customer> highUsage() {
    return customers.stream().filter(this::isHighUsage).toList();
  }

  /** Customers who will enter the segment live because their usage is reported anew. */
  List<Customer> enteringByUsage() {
    return customers.stream()
        .filter(Predicate.not(this::isHighUsage))
        .limit(LIVE_BY_USAGE)
        .toList();
  }

  /** Customers who will enter the segment live because one warning follows another. */
  List<Customer> enteringByEvents() {
    return customers.stream()
        .filter(Predicate.not(this::isHighUsage))
        .skip(LIVE_BY_USAGE)
        .limit(LIVE_BY_EVENTS)
        .toList();
  }

  List<Customer> inCity(String city) {
    return customers.stream().filter(customer -> customer.city().equals(city)).toList();
  }

  List<Customer> onPlan(String plan) {
    return customers.stream().filter(customer -> customer.plan().equals(plan)).toList();
  }
}

package io.tidings.quickstart.sandbox;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** What is to go wrong, by endpoint. */
final class Faults {

  /** The mail server's. */
  enum Smtp {
    NONE,
    /** Says nothing any more in answer to a mail's sender. */
    HANG,
    /** Does not listen, and drops whom it talked to. */
    REFUSE,
    /** Cuts the connection within a mail's content. */
    DROP_IN_DATA,
    /** Takes the whole mail in and cuts the connection before it says so. */
    DROP_BEFORE_ANSWER,
    /** Answers 421, 451 or 550 to a recipient. */
    RANDOM_4XX_5XX,
    /** Answers a mail's sender with what is no answer. */
    GARBAGE
  }

  /** Those of the message centre and the push services. */
  enum Service {
    NONE,
    /** Takes the message in and does not answer. */
    HANG,
    /** Too many at once. */
    THROTTLE,
    /** A fault of its own. */
    UNAVAILABLE,
    /** No such number, or device. */
    UNKNOWN_RECIPIENT,
    /** Takes nothing in and answers with what is no answer. */
    GARBAGE
  }

  /** What none of the protocols knows. */
  static final String GARBAGE = "<h1>What is it?</h1>";

  /**
   * @param rate of the messages that it happens to, 0 to 1
   */
  record Fault<M extends Enum<M>>(M mode, double rate) {

    Fault {
      if (!(rate >= 0 && rate <= 1)) {
        throw new IllegalArgumentException("rate %s is not from 0 to 1".formatted(rate));
      }
    }
  }

  private volatile Fault<Smtp> smtp = new Fault<>(Smtp.NONE, 0);
  private final Map<String, Fault<Service>> services = new ConcurrentHashMap<>();
  private volatile Runnable smtpChanged = () -> {};

  /** Is told when the mail server's fault has changed. */
  void onSmtpChange(Runnable listener) {
    smtpChanged = listener;
  }

  /**
   * Sets one endpoint's fault.
   *
   * @throws IllegalArgumentException saying what was offered and what is allowed
   */
  void set(String endpoint, String mode, double rate) {
    switch (endpoint) {
      case "smtp" -> {
        smtp = new Fault<>(parse(mode, Smtp.values(), Smtp::name), rate);
        smtpChanged.run();
      }
      case "smpp", "apns", "fcm" ->
          services.put(endpoint, new Fault<>(parse(mode, Service.values(), Service::name), rate));
      default ->
          throw new IllegalArgumentException(
              "endpoint '%s' is not one of smtp, smpp, apns, fcm".formatted(endpoint));
    }
  }

  private static <M extends Enum<M>> M parse(String offered, M[] modes, Function<M, String> name) {
    StringBuilder allowed = new StringBuilder();
    for (M mode : modes) {
      String word = name.apply(mode).toLowerCase(Locale.ROOT);
      if (word.equals(offered)) {
        return mode;
      }
      allowed.append(allowed.isEmpty() ? "" : ", ").append(word);
    }
    throw new IllegalArgumentException("mode '%s' is not one of %s".formatted(offered, allowed));
  }

  void clear() {
    services.clear();
    smtp = new Fault<>(Smtp.NONE, 0);
    smtpChanged.run();
  }

  Fault<Smtp> smtp() {
    return smtp;
  }

  /** What happens to the mail in hand. */
  Smtp rollSmtp() {
    Fault<Smtp> fault = smtp;
    return happens(fault.rate()) ? fault.mode() : Smtp.NONE;
  }

  /** What happens to the message in hand. */
  Service roll(String endpoint) {
    Fault<Service> fault = services.get(endpoint);
    return fault != null && happens(fault.rate()) ? fault.mode() : Service.NONE;
  }

  private static boolean happens(double rate) {
    return rate >= 1 || (rate > 0 && ThreadLocalRandom.current().nextDouble() < rate);
  }

  /** All that are set. */
  Map<String, Fault<?>> all() {
    Map<String, Fault<?>> all = new TreeMap<>(services);
    all.put("smtp", smtp);
    return all;
  }
}

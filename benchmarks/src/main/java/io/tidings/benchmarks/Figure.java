package io.tidings.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param value in {@code unit}
 * @param limit what the bare thing named in the note came to in this run, in the same unit
 * @param ratio value over limit
 * @param cpuMillisPerUnit CPU of all processes of the system, without the load generator
 * @param rssMib resident memory of all processes of the system together, a page that several share
 *     counted once
 * @param demands what is asked of it; every one must hold
 */
record Figure(
    String name,
    double value,
    String unit,
    @Nullable Double limit,
    @Nullable Double ratio,
    @Nullable Double cpuMillisPerUnit,
    @Nullable Long rssMib,
    String note,
    @JsonIgnore List<Demand> demands) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Figure of(String name, double value, String unit, String note) {
    return new Figure(name, round(value), unit, null, null, null, null, note, List.of());
  }

  /** Of a benchmark that came to no number. */
  static Figure failed(String name, Exception failure) {
    return of(name, 0, "", "could not be measured: " + failure).demanding("a number", false);
  }

  Figure against(double bare) {
    return new Figure(
        name,
        value,
        unit,
        round(bare),
        round(value / bare),
        cpuMillisPerUnit,
        rssMib,
        note,
        demands);
  }

  Figure costing(double cpuMillis, long rss) {
    return new Figure(name, value, unit, limit, ratio, round(cpuMillis), rss, note, demands);
  }

  Figure noting(String further) {
    return new Figure(
        name, value, unit, limit, ratio, cpuMillisPerUnit, rssMib, note + "; " + further, demands);
  }

  Figure atLeast(double least) {
    return demanding("at least " + number(least), value >= least);
  }

  Figure atMost(double most) {
    return demanding("at most " + number(most), value <= most);
  }

  /** Only after {@link #against}. */
  Figure ratioAtLeast(double least) {
    return demanding("ratio at least " + number(least), ratio != null && ratio >= least);
  }

  /** Only after {@link #against}. */
  Figure ratioAtMost(double most) {
    return demanding("ratio at most " + number(most), ratio != null && ratio <= most);
  }

  /** Only after {@link #costing}. */
  Figure cpuAtMost(double most) {
    return demanding(
        "CPU at most " + number(most) + " ms each",
        cpuMillisPerUnit != null && cpuMillisPerUnit <= most);
  }

  private Figure demanding(String text, boolean holds) {
    List<Demand> all = Stream.concat(demands.stream(), Stream.of(new Demand(text, holds))).toList();
    return new Figure(name, value, unit, limit, ratio, cpuMillisPerUnit, rssMib, note, all);
  }

  boolean met() {
    return demands.stream().allMatch(Demand::met);
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One line for people. */
  String line() {
    return "%-22s %14s %-14s %7s %9s  %-7s  %s"
        .formatted(
            name,
            number(value),
            unit,
            ratio == null ? "" : number(ratio),
            cpuMillisPerUnit == null ? "" : number(cpuMillisPerUnit),
            met() ? "met" : "NOT MET",
            demands.stream().map(Demand::text).collect(Collectors.joining(", ")));
  }

  static String heading() {
    return "%-22s %14s %-14s %7s %9s  %-7s  %s"
        .formatted("figure", "value", "unit", "ratio", "CPU ms", "", "asked for");
  }

  private static String number(double number) {
    boolean whole = number == Math.rint(number) || Math.abs(number) >= 1_000;
    return String.format(Locale.ROOT, whole ? "%,.0f" : number < 10 ? "%.3f" : "%.1f", number);
  }

  private static double round(double number) {
    double scale = Math.abs(number) >= 100 ? 10 : 1_000;
    return Math.round(number * scale) / scale;
  }
}

package io.tidings.gateway.profileapi;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.IsoTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a profile is wanted. Each route looks at what concerns it.
 *
 * @param limit how many; 10 when absent
 * @param next of the part before; absent for the first
 * @param include names of traits or events, separated by commas; all when absent
 * @param exclude names of events that are not wanted
 * @param traitClass {@code audience} or {@code computed_trait}
 * @param verbose whether each trait comes with its time
 * @param start not before this time
 * @param end before this time
 * @param sort {@code desc}, the newest first, or {@code asc}
 */
@Introspected
record ProfileQuery(
    @QueryValue("limit") @Parameter(description = "10 when absent.") @Nullable Integer limit,
    @QueryValue("next") @Parameter(description = "`cursor.next` of the part before.")
        @Nullable String next,
    @QueryValue("include") @Parameter(description = "Names, separated by commas; all when absent.")
        @Nullable String include,
    @QueryValue("exclude") @Parameter(description = "Names of events, separated by commas.")
        @Nullable String exclude,
    @QueryValue("class") @Parameter(description = "`audience` or `computed_trait`: only those.")
        @Nullable String traitClass,
    @QueryValue("verbose") @Parameter(description = "Each trait with its time.")
        @Nullable Boolean verbose,
    @QueryValue("start") @Parameter(description = "Events not before, ISO 8601.")
        @Nullable String start,
    @QueryValue("end") @Parameter(description = "Events before, ISO 8601.") @Nullable String end,
    @QueryValue("sort") @Parameter(description = "`desc`, the newest first, or `asc`.")
        @Nullable String sort) {
  private static final int USUAL = 10;

  /**
   * @throws Problem for more than {@code most}
   */
  int limit(int most) {
    var wanted = Objects.requireNonNullElse(limit, USUAL);
    if (wanted < 1 || wanted > most) {
      throw Problem.invalid("limit", "is " + wanted + "; 1 to " + most + " are allowed");
    }
    return wanted;
  }

  String after() {
    return Objects.requireNonNullElse(next, "");
  }

  List<String> included() {
    return names(include);
  }

  List<String> excluded() {
    return names(exclude);
  }

  boolean isVerbose() {
    return Boolean.TRUE.equals(verbose);
  }

  Optional<Instant> from() {
    return Optional.ofNullable(start).map(text -> IsoTime.parse("start", text));
  }

  Optional<Instant> to() {
    return Optional.ofNullable(end).map(text -> IsoTime.parse("end", text));
  }

  boolean oldestFirst() {
    return switch (Objects.requireNonNullElse(sort, "desc")) {
      case "desc" -> false;
      case "asc" -> true;
      default -> throw Problem.invalid("sort", "is '" + sort + "'; allowed are desc and asc");
    };
  }

  private static List<String> names(@Nullable String commaSeparated) {
    return commaSeparated == null
        ? List.of()
        : Arrays.stream(commaSeparated.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
  }
}

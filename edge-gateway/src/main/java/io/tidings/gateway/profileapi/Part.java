package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.flag;
import static io.tidings.gateway.json.Values.list;
import static io.tidings.gateway.json.Values.number;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;

import io.tidings.gateway.answer.Problem;
import io.tidings.proto.value.v1.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Some of many, and where the rest is.
 *
 * @param next what to ask for the rest with; empty where there is none
 */
record Part<T>(List<T> items, String next, int limit) {
  /**
   * Those that come after {@code next}, in the order of their keys.
   *
   * @throws Problem when {@code next} was not given out here
   */
  static <T> Part<T> of(List<T> all, Function<T, String> key, String next, int limit) {
    var after = next.isEmpty() ? "" : decoded(next);
    var rest =
        all.stream()
            .filter(item -> key.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(key))
            .limit(limit + 1L)
            .toList();
    if (rest.size() <= limit) {
      return new Part<>(rest, "", limit);
    }
    var items = rest.subList(0, limit);
    return new Part<>(items, encoded(key.apply(items.getLast())), limit);
  }

  /**
   * @param path of the request
   */
  Value cursor(String path) {
    var cursor = new LinkedHashMap<String, Value>();
    cursor.put("url", text(path));
    cursor.put("has_more", flag(!next.isEmpty()));
    cursor.put("next", text(next));
    cursor.put("limit", number(limit));
    return object(cursor);
  }

  /** An answer that is a list with its cursor. */
  Map<String, Value> answer(String path, Function<T, Value> write) {
    var answer = new LinkedHashMap<String, Value>();
    answer.put("data", list(items.stream().map(write).toList()));
    answer.put("cursor", cursor(path));
    return answer;
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String next) {
    try {
      return new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Problem.invalid("next", "was not given out here; give cursor.next of the part before");
    }
  }
}

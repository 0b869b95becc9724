package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.object;

import io.tidings.gateway.answer.Problem;
import io.tidings.proto.value.v1.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Traits of one profile, each name once. */
record Traits(List<Trait> all) {
  static final List<Trait> NONE = List.of();

  private static final int MOST = 200;

  /** What was told goes before an audience of the same name. */
  static Traits wanted(List<Trait> told, List<Trait> audiences) {
    var byName = new LinkedHashMap<String, Trait>();
    told.forEach(trait -> byName.put(trait.name(), trait));
    audiences.forEach(trait -> byName.putIfAbsent(trait.name(), trait));
    return new Traits(List.copyOf(byName.values()));
  }

  /**
   * @throws Problem for a query that cannot be
   */
  Map<String, Value> answer(String path, ProfileQuery query) {
    var included = query.included();
    var part =
        Part.of(
            all.stream()
                .filter(trait -> included.isEmpty() || included.contains(trait.name()))
                .toList(),
            Trait::name,
            query.after(),
            query.limit(MOST));
    var traits = new LinkedHashMap<String, Value>();
    part.items()
        .forEach(
            trait -> traits.put(trait.name(), query.isVerbose() ? trait.verbose() : trait.value()));
    var answer = new LinkedHashMap<String, Value>();
    answer.put("traits", object(traits));
    answer.put("cursor", part.cursor(path));
    return answer;
  }
}

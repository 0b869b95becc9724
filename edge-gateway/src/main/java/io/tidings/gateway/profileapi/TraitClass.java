package io.tidings.gateway.profileapi;

import io.tidings.gateway.answer.Problem;
import org.jspecify.annotations.Nullable;

/** Which traits are wanted. */
enum TraitClass {
  ALL,
  /** Those that are audiences. */
  AUDIENCE,
  /** Those that are computed of a user's history. There are none of them yet. */
  COMPUTED_TRAIT;

  static TraitClass of(@Nullable String name) {
    return switch (name) {
      case null -> ALL;
      case "audience" -> AUDIENCE;
      case "computed_trait" -> COMPUTED_TRAIT;
      default ->
          throw Problem.invalid(
              "class", "is '" + name + "'; allowed are audience and computed_trait");
    };
  }

  boolean includesTold() {
    return this == ALL;
  }

  boolean includesAudiences() {
    return this != COMPUTED_TRAIT;
  }
}

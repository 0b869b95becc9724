package io.tidings.user.attribute;

import java.util.List;
import java.util.Map;

/**
 * Attributes whose values have the types that the schema says.
 *
 * @param ignored those that were left out because their values could not be converted, or are
 *     larger than is kept
 */
public record Typed(Map<String, AttributeValue> attributes, List<Ignored> ignored) {}

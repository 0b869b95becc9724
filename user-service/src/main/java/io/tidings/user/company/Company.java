package io.tidings.user.company;

import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeHolder;
import io.tidings.user.attribute.AttributeRoom;
import io.tidings.user.attribute.AttributeValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What is known of one company. In whichever order the same news arrives, and however often, it
 * becomes the same.
 *
 * @param groupId the customer's id of it, never changed
 * @param attributes by canonical name, the removed ones among them
 * @param version grows with every change that anybody can see; 0 before it is first written
 */
record Company(
    UUID id,
    String groupId,
    Map<String, Attribute> attributes,
    long version,
    Instant createdAt,
    Instant updatedAt)
    implements AttributeHolder {

  Company {
    attributes = Map.copyOf(attributes);
  }

  /** One of which nothing is known yet. */
  static Company unknown(UUID id, String groupId, Instant now) {
    return new Company(id, groupId, Map.of(), 0, now, now);
  }

  Company with(Map<String, AttributeValue> values, Instant at) {
    Map<String, Attribute> told = HashMap.newHashMap(values.size());
    values.forEach((name, value) -> told.put(name, new Attribute(value, at)));
    return with(told);
  }

  /** Attribute by attribute, the latest wins, as far as there is room for it. */
  Company with(Map<String, Attribute> told) {
    Map<String, Attribute> newer = new HashMap<>(told);
    newer.entrySet().removeIf(it -> !it.getValue().winsOver(attributes.get(it.getKey())));
    Map<String, Attribute> next = new HashMap<>(attributes);
    next.putAll(AttributeRoom.fitting(attributes, newer));
    return next.equals(attributes)
        ? this
        : new Company(id, groupId, next, version, createdAt, updatedAt);
  }

  /** The same value, rewritten: it keeps the time by which the latest wins. */
  Company rewriting(String name, UnaryOperator<AttributeValue> rewriting) {
    Attribute rewritten = rewritten(name, rewriting);
    if (rewritten == null) {
      return this;
    }
    Map<String, Attribute> next = new HashMap<>(attributes);
    next.put(name, rewritten);
    return new Company(id, groupId, next, version, createdAt, updatedAt);
  }

  /** As it stands once this change is written. */
  Company changedAt(Instant now) {
    return new Company(id, groupId, attributes, version + 1, createdAt, now);
  }

  /** Without what is known of it: a company may be one person. */
  @Override
  public String toString() {
    return "Company[" + id + ", version " + version + "]";
  }
}

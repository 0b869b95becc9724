package io.tidings.user.company;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.Ignored;
import io.tidings.user.attribute.Kept;
import io.tidings.user.attribute.Typed;
import io.tidings.user.identity.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One call's worth of news about one company.
 *
 * @param attributes by canonical name
 * @param occurredAt by which the latest wins
 * @param ignored why attributes were left out
 * @param kept what must stay as it is, or none of it is applied
 */
record CompanyUpdate(
    String groupId,
    Map<String, AttributeValue> attributes,
    Instant occurredAt,
    List<RefusedException> ignored,
    Kept kept) {
  private static final int MAX_LENGTH = 255;

  /**
   * The update in the form in which it is applied.
   *
   * @param offered by any name
   * @throws RefusedException where the id is none by which a company is known
   */
  static CompanyUpdate accepted(
      String groupId, Map<String, AttributeValue> offered, Instant occurredAt)
      throws RefusedException {
    checkGroupId(groupId);
    List<RefusedException> ignored = new ArrayList<>();
    return new CompanyUpdate(
        groupId,
        CompanyAttribute.accepted(offered, ignored::add),
        occurredAt,
        ignored,
        Kept.NOTHING);
  }

  CompanyUpdate keeping(Kept what) {
    return new CompanyUpdate(groupId, attributes, occurredAt, ignored, what);
  }

  static void checkGroupId(String groupId) throws RefusedException {
    if (groupId.codePointCount(0, groupId.length()) > MAX_LENGTH) {
      throw new RefusedException(
          "group_id",
          "group_id %s is longer than %d characters"
              .formatted(RefusedException.quoted(groupId), MAX_LENGTH));
    }
    if (groupId.indexOf('\0') >= 0) {
      throw new RefusedException("group_id", "group_id contains a NUL character, which no id may");
    }
    if (new Identifier("group_id", groupId).isBlocked()) {
      throw new RefusedException(
          "group_id",
          "group_id %s names no company: blanks, zeros and dashes, '-1', 'null' and 'anonymous' are what broken clients send; give the company's own id"
              .formatted(RefusedException.quoted(groupId)));
    }
  }

  /** The same news, the attributes as the schema has them. */
  CompanyUpdate with(Typed typed) {
    return new CompanyUpdate(groupId, typed.attributes(), occurredAt, ignored, kept)
        .ignoring(typed.ignored());
  }

  /** The same news, of which more was left out. */
  CompanyUpdate ignoring(List<Ignored> more) {
    List<RefusedException> all = new ArrayList<>(ignored);
    more.forEach(each -> all.add(each.refusal()));
    return new CompanyUpdate(groupId, attributes, occurredAt, all, kept);
  }

  CompanyUpdate occurredAt(Instant at) {
    return new CompanyUpdate(groupId, attributes, at, ignored, kept);
  }

  /** Without what is known of the company. */
  @Override
  public String toString() {
    return "CompanyUpdate[" + attributes.size() + " attributes, " + occurredAt + "]";
  }
}

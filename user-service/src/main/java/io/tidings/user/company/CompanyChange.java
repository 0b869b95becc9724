package io.tidings.user.company;

import io.tidings.user.attribute.Attribute;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction made of one company.
 *
 * @param before null where it was created
 * @param news the attributes whose values differ, as they are now, by name
 */
record CompanyChange(@Nullable Company before, Company after, SortedMap<String, Attribute> news) {

  /** The change as it is written: under a new version where anybody can tell the difference. */
  static CompanyChange of(@Nullable Company before, Company after, Instant now) {
    SortedMap<String, Attribute> news = after.newsSince(before);
    boolean visible = before == null || !news.isEmpty();
    return new CompanyChange(before, visible ? after.changedAt(now) : after, news);
  }

  boolean isCreation() {
    return before == null;
  }

  boolean isVisible() {
    return before == null || !news.isEmpty();
  }
}

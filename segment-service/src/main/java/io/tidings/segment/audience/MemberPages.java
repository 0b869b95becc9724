package io.tidings.segment.audience;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of an audience in the order of their ids, some at a time. Each page is a query of its
 * own: a slow reader holds up nothing, and memory does not grow with the audience.
 */
public final class MemberPages {
  private final Function<@Nullable UUID, Optional<Page>> pages;
  private @Nullable UUID after;

  /**
   * Members found in one look.
   *
   * @param profileIds may be none, though more come after
   * @param last up to where was looked
   */
  record Page(List<UUID> profileIds, UUID last) {}

  MemberPages(@Nullable UUID after, Function<@Nullable UUID, Optional<Page>> pages) {
    this.after = after;
    this.pages = pages;
  }

  /** Empty at the end. */
  public Optional<List<UUID>> next() {
    Optional<Page> page = pages.apply(after);
    page.ifPresent(found -> after = found.last());
    return page.map(Page::profileIds);
  }
}

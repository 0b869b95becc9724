package io.tidings.segment.audience;

import io.tidings.segment.audience.MemberPages.Page;
import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.verdict.ProfileRange;
import io.tidings.segment.verdict.VerdictQuery;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers who belongs to what. */
@Singleton
public final class Audiences {
  private static final int PAGE = 1000;

  /** How many profiles a filter is asked about at a time. */
  private static final int FILTERED = 10_000;

  private final Database database;
  private final History history;
  private final Clock clock;

  Audiences(Database database, History history, Clock clock) {
    this.database = database;
    this.history = history;
    this.clock = clock;
  }

  /**
   * How many match, and some of them.
   *
   * @param sample at most 20
   */
  public record Preview(long members, List<UUID> sample) {}

  /** A membership, for who asks by profile. */
  public record Belonging(UUID segmentId, String segmentName, long enteredMillis) {}

  public Preview preview(String workspaceId, Definition definition) {
    Sql verdicts =
        verdicts(history.complete(workspaceId, definition), workspaceId, definition)
            .in(ProfileRange.EVERYONE);
    return database.sweep(() ->
        database
            .first(
                Sql.of("WITH verdict AS (")
                    .plus(verdicts)
                    .plus(
                        """
                        ), matching AS MATERIALIZED (SELECT profile_id FROM verdict WHERE member)
                        SELECT (SELECT count(*) FROM matching) AS members,
                               ARRAY(SELECT profile_id FROM matching LIMIT 20) AS sample
                        """),
                row ->
                    new Preview(
                        row.getLong("members"),
                        Arrays.asList((UUID[]) row.getArray("sample").getArray())))
            .orElseThrow());
  }

  /** Those with greater ids than {@code after}. */
  public MemberPages pages(String workspaceId, Audience audience, @Nullable UUID after) {
    return switch (audience) {
      case Audience.Members(var segmentId) ->
          new MemberPages(after, from -> page(members(workspaceId, segmentId), from));
      case Audience.Everyone() -> new MemberPages(after, from -> page(everyone(workspaceId), from));
      case Audience.Matching(var filter) -> {
        Verdicts verdicts = verdicts(history.complete(workspaceId, filter), workspaceId, filter);
        yield new MemberPages(after, from -> filtered(workspaceId, verdicts, from));
      }
    };
  }

  private static Sql members(String workspaceId, UUID segmentId) {
    return Sql.of(
        "SELECT profile_id FROM membership WHERE workspace_id = ? AND segment_id = ? AND member",
        workspaceId,
        segmentId);
  }

  static Sql everyone(String workspaceId) {
    return Sql.of(
        "SELECT profile_id FROM profile WHERE workspace_id = ? AND version > 0", workspaceId);
  }

  static Sql next(Sql all, @Nullable UUID after, int limit) {
    return all.plus(after == null ? Sql.NOTHING : Sql.of(" AND profile_id > ?", after))
        .plus(" ORDER BY profile_id LIMIT " + limit);
  }

  private Optional<Page> page(Sql all, @Nullable UUID after) {
    List<UUID> ids = database.page(() -> ids(next(all, after, PAGE)));
    return ids.isEmpty() ? Optional.empty() : Optional.of(new Page(ids, ids.getLast()));
  }

  private Optional<Page> filtered(String workspaceId, Verdicts verdicts, @Nullable UUID after) {
    Sql farthest =
        Sql.of("SELECT profile_id FROM (")
            .plus(next(everyone(workspaceId), after, FILTERED))
            .plus(") ahead ORDER BY profile_id DESC LIMIT 1");
    return database.page(() -> ids(farthest)).stream()
        .findFirst()
        .map(last ->
            new Page(
                database.sweep(() ->
                    ids(
                        Sql.of("SELECT profile_id FROM (")
                            .plus(verdicts.in(new ProfileRange(after, last)))
                            .plus(") verdict WHERE member ORDER BY profile_id"))),
                last));
  }

  private List<UUID> ids(Sql sql) {
    return database.reading(() -> database.list(sql, row -> row.getObject(1, UUID.class)));
  }

  private Verdicts verdicts(Catalogue catalogue, String workspaceId, Definition definition) {
    return range ->
        VerdictQuery.of(
            workspaceId,
            definition,
            name -> catalogue.eventId(workspaceId, name),
            clock.millis(),
            range);
  }

  /** How many members each of these segments has; none for those without. */
  public Map<UUID, Long> sizes(String workspaceId, List<UUID> segmentIds) {
    return database.reading(() ->
        database
            .list(
                Sql.of(
                    """
                    SELECT segment_id, count(*) AS members FROM membership
                     WHERE workspace_id = ? AND segment_id = ANY (?) AND member
                     GROUP BY segment_id
                    """,
                    workspaceId,
                    segmentIds.toArray(UUID[]::new)),
                row -> Map.entry(row.getObject("segment_id", UUID.class), row.getLong("members")))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The segments that a profile is in, by name. */
  public List<Belonging> of(String workspaceId, UUID profileId) {
    return of(workspaceId, List.of(profileId)).getOrDefault(profileId, List.of());
  }

  /** The segments that each of the profiles is in, by name; none for those that are in none. */
  public Map<UUID, List<Belonging>> of(String workspaceId, List<UUID> profileIds) {
    return database.reading(() ->
        database
            .list(
                Sql.of(
                    """
                    SELECT m.profile_id, m.segment_id, s.name, m.entered_millis
                      FROM membership m JOIN segment s USING (workspace_id, segment_id)
                     WHERE workspace_id = ? AND m.profile_id = ANY (?) AND m.member
                     ORDER BY s.name
                    """,
                    workspaceId,
                    profileIds.toArray(UUID[]::new)),
                row ->
                    Map.entry(
                        row.getObject("profile_id", UUID.class),
                        new Belonging(
                            row.getObject("segment_id", UUID.class),
                            row.getString("name"),
                            row.getLong("entered_millis"))))
            .stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
  }

  @FunctionalInterface
  private interface Verdicts {
    Sql in(ProfileRange range);
  }
}

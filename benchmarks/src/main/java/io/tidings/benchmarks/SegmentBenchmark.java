package io.tidings.benchmarks;

import io.tidings.proto.segment.v1.AttributeCondition;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.ConditionList;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.value.v1.Value;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A segment over everyone: an attribute, and a count within a window. Users and events are put
 * straight into segment-service's projection, as facts would have put them there.
 */
final class SegmentBenchmark implements Benchmark {
  private static final int TIMES = 3;
  private static final Duration WINDOW = Duration.ofDays(30);
  private static final int EVENTS_PER_USER = 10;
  private static final int ROUNDS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final String USERS =
      """
      INSERT INTO profile (workspace_id, profile_id, version, attributes, stamps, erased)
      SELECT 'default', lpad(to_hex(n), 32, '0')::uuid, 1,
             jsonb_build_object('plan', (ARRAY['Basic', 'Plus', 'Fibre'])[1 + n %% 3],
                                'city', (ARRAY['Lagos', 'Abuja', 'Kano', 'Ibadan'])[1 + n %% 4],
                                'first_name', 'Ada', 'last_name', 'Obi', 'monthly_usage', n %% 900),
             '{"plan": "1:1", "city": "1:1", "first_name": "1:1", "last_name": "1:1",
               "monthly_usage": "1:1"}', false
        FROM generate_series(1::bigint, %d) AS n
      """;

  // Spread over sixty days in whole hours, and half an hour off: none is about to leave the window.
  private static final String EVENTS =
      """
      INSERT INTO event (workspace_id, event_id, profile_id, occurred_millis, message_key)
      SELECT 'default', (SELECT event_id FROM tracked_event WHERE name = '%s'),
             lpad(to_hex(1 + n %% %d), 32, '0')::uuid,
             %d - (n * 7919 %% 1440) * 3600000 - 1800000, lpad(to_hex(n), 32, '0')::uuid
        FROM generate_series(1::bigint, %d) AS n
      """;

  private static final String BARE =
      """
      SELECT p.profile_id
        FROM profile p
        JOIN (SELECT profile_id FROM event
               WHERE event_id = (SELECT event_id FROM tracked_event WHERE name = '%s')
                 AND occurred_millis >= %d
               GROUP BY profile_id HAVING count(*) >= %d) e ON e.profile_id = p.profile_id
       WHERE p.workspace_id = 'default' AND p.attributes ->> 'plan' = 'Plus'
      """;

  @Override
  public String name() {
    return "segment";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Segments.ofBuyers(system); // so that the events of this name are kept
    SegmentServiceBlockingStub segments = Segments.of(system);
    long users = size.of(100_000, 1_000_000);
    long now = System.currentTimeMillis();
    try (Connection projection = system.database("segment")) {
      execute(projection, String.format(Locale.ROOT, USERS, users));
      execute(
          projection,
          String.format(
              Locale.ROOT, EVENTS, IntakeBenchmark.EVENT, users, now, users * EVENTS_PER_USER));
      execute(projection, "VACUUM (ANALYZE) profile, event");
      execute(projection, "CHECKPOINT");
      String bare =
          String.format(Locale.ROOT, BARE, IntakeBenchmark.EVENT, now - WINDOW.toMillis(), TIMES);

      double fastestBare = Double.MAX_VALUE;
      double fastest = Double.MAX_VALUE;
      long members = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        members = rows(projection, bare);
        fastestBare = Math.min(fastestBare, secondsSince(start));
        start = System.nanoTime();
        String id = Segments.create(segments, "Round " + round, definition());
        Await.until("the computation of segment " + id, PATIENCE, () -> isLive(projection, id));
        fastest = Math.min(fastest, secondsSince(start));
        Segment segment = Segments.get(segments, id);
        if (segment.getMemberCount() != members) {
          throw new IllegalStateException(
              "the segment has %,d members, by hand there are %,d"
                  .formatted(segment.getMemberCount(), members));
        }
      }
      String note =
          "%,d users, %,d events, %,d members, best of %d; limit: one hand-written SELECT of them"
              .formatted(users, users * EVENTS_PER_USER, members, ROUNDS);
      return List.of(Figure.of("segment", fastest, "s", note).against(fastestBare).ratioAtMost(5));
    }
  }

  private static Condition definition() {
    Condition onPlus =
        Condition.newBuilder()
            .setAttribute(
                AttributeCondition.newBuilder()
                    .setName("plan")
                    .setOperator("equals")
                    .addOperands(Value.newBuilder().setText("Plus")))
            .build();
    return Condition.newBuilder()
        .setAll(
            ConditionList.newBuilder()
                .addConditions(onPlus)
                .addConditions(Segments.counting(IntakeBenchmark.EVENT, TIMES, WINDOW)))
        .build();
  }

  /** Whoever asks the service has it count the members, each time. */
  private static boolean isLive(Connection projection, String segmentId) throws SQLException {
    try (var statement =
        projection.prepareStatement(
            "SELECT FROM segment WHERE segment_id = ?::uuid AND state = 'LIVE'")) {
      statement.setString(1, segmentId);
      return statement.executeQuery().next();
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long rows(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }
}

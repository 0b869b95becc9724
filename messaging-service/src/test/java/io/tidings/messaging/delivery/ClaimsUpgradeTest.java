package io.tidings.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.jdbc.DataSourceResolver;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.standin.MessagingTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a version left under way that wrote claims into sends. */
@MicronautTest(transactional = false)
class ClaimsUpgradeTest extends MessagingTest {
  private static final String LEASE = "00000000-0000-0000-0000-00000000000a";

  @Test
  @DisplayName("what was under way is a claim until its lease runs out; nothing else is")
  void keepsClaims() throws Exception {
    migrate("5");
    execute(send(1, "'SENDING'", "now() + interval '20 s'", "'" + LEASE + "'"));
    execute(send(2, "'SENDING'", "now() + interval '30 s'", "'" + LEASE + "'"));
    execute(send(3, "'QUEUED'", "now()", "NULL"));
    execute(send(4, "'IN_DOUBT'", "NULL", "'" + LEASE + "'"));

    migrate("latest");

    assertThat(
            read(
                """
                SELECT concat_ws(' ', claim_id, workspace_id, channel, bulk,
                                 (SELECT array_agg(right(id::text, 1) ORDER BY id)
                                    FROM unnest(send_ids) AS id),
                                 leased_until BETWEEN now() + interval '25 s' AND now() + interval '30 s')
                  FROM claim
                """))
        .containsExactly(LEASE + " w EMAIL f {1,2} t");
    assertThat(
            read(
                """
                SELECT concat_ws(' ', right(send_id::text, 1), state, due_at <= now(),
                                 doubted_claim_id)
                  FROM send ORDER BY send_id
                """))
        .containsExactly("1 SENDING t", "2 SENDING t", "3 QUEUED t", "4 IN_DOUBT " + LEASE);
  }

  private static String send(int id, String state, String dueAt, String lease) {
    return """
    INSERT INTO send
      (workspace_id, send_id, profile_id, channel, class, bulk, content_id, state, attempts,
       due_at, lease_id, decisions, created_at, updated_at)
    VALUES ('w', '00000000-0000-0000-0000-00000000000%d', gen_random_uuid(), 'EMAIL',
            'MARKETING', false, gen_random_uuid(), %s, 0, %s, %s, '[]', now(), now())
    """
        .formatted(id, state, dueAt, lease);
  }

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(database())
        .schemas("upgraded")
        .locations("db/outbox", "db/secrets", "db/erasure", "db/messaging")
        .target(target)
        .load()
        .migrate();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> read(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (row.next()) {
        lines.add(row.getString(1));
      }
      return lines;
    }
  }

  /** Not that of the transaction which may be open. */
  private DataSource database() {
    return bean(DataSourceResolver.class).resolve(bean(DataSource.class));
  }

  private Connection connect() throws SQLException {
    Connection connection = database().getConnection();
    connection.setSchema("upgraded");
    return connection;
  }
}

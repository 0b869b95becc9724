package io.tidings.event.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.event.history.DepartedProfiles.Departure;
import io.tidings.testing.ServiceTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class DepartedProfilesTest extends ServiceTest {
  private final String workspace = newWorkspace();
  private final UUID visitor = UUID.randomUUID();
  private final UUID ada = UUID.randomUUID();

  @Test
  void whoWaitedForADepartureSeesIt() {
    var departed = bean(DepartedProfiles.class);
    var transactions = transactions();
    CompletableFuture<Map<UUID, Optional<UUID>>> seen =
        transactions.executeWrite(departing -> {
          departed.note(workspace, List.of(new Departure(visitor, ada)));
          var waiting =
              CompletableFuture.supplyAsync(
                  () -> transactions.executeWrite(_ -> departed.among(workspace, Set.of(visitor))));
          await().until(() -> somebodyWaits(departing.getConnection()));
          return waiting;
        });

    assertThat(seen.join()).isEqualTo(Map.of(visitor, Optional.of(ada)));
  }

  private static boolean somebodyWaits(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                 WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))
                """)) {
      rows.next();
      return rows.getLong(1) > 0;
    }
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return bean(TransactionOperations.class);
  }
}

package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class BackendsTest {
  @Test
  void everyDatabaseIsNewAndEmpty() throws SQLException {
    Database one = Backends.shared().database("user-service");
    Database other = Backends.shared().database("user-service");

    try (Connection connection = one.connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE thing (id int)");
    }
    try (Connection connection = other.connect();
        var tables = connection.getMetaData().getTables(null, "public", null, null)) {
      assertThat(tables.next()).isFalse();
    }
  }

  @Test
  void thereIsOneRedisForAll() {
    assertThat(Backends.shared().redisUrl())
        .startsWith("redis://")
        .isEqualTo(Backends.shared().redisUrl());
  }
}

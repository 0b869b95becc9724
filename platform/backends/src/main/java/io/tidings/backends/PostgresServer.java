package io.tidings.backends;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A running PostgreSQL. */
public sealed interface PostgresServer extends BackingServer permits NativePostgres, GivenPostgres {
  /** JDBC URL of one database of this server, without user and password. */
  String databaseUrl(String database);

  String user();

  String password();

  @Override
  default String name() {
    return "PostgreSQL";
  }

  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(databaseUrl(database), user(), password());
  }

  /** What is said of how a new database is made; empty: as the server likes. */
  default String strategy() {
    return "";
  }

  /** Creates the database unless there is one of this name already. */
  default void createDatabase(String name) {
    try (Connection connection = connect("postgres")) {
      try (var exists = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
        exists.setString(1, name);
        if (exists.executeQuery().next()) {
          return;
        }
      }
      try (var statement = connection.createStatement()) {
        statement.execute(
            "CREATE DATABASE " + statement.enquoteIdentifier(name, true) + strategy());
      }
    } catch (SQLException e) {
      throw new BackendException(
          "could not create database %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}

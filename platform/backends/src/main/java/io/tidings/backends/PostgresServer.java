package io.tidings.backends;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A running PostgreSQL. */
public sealed interface PostgresServer extends AutoCloseable permits NativePostgres, GivenPostgres {
  /** JDBC URL of one database of this server, without user and password. */
  String databaseUrl(String database);

  String user();

  String password();

  /** What to show a person: host and port. */
  String address();

  /** As by kill -9. Throws {@link IllegalStateException} where the server is not ours. */
  void kill();

  /** Starts it again after {@link #kill}, on the same port and data. */
  void start();

  /** Stops the server, if it is ours. */
  @Override
  void close();

  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(databaseUrl(database), user(), password());
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
        statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
      }
    } catch (SQLException e) {
      throw new BackendException(
          "could not create database %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}

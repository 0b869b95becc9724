package io.tidings.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** What the owner of a system reads in its folder, beyond what its clients are given. */
public record DataFolder(Path root) {

  /** Of what listens under that name: {@code postgres}, {@code user-service-http} and the like. */
  public int port(String name) {
    return Integer.parseInt(property("ports.properties", name));
  }

  /** Of PostgreSQL, RabbitMQ and Redis. */
  public String backendPassword() {
    return property("secrets.properties", "backend-password");
  }

  public String administratorKey() {
    return property("secrets.properties", "administrator-key");
  }

  /** A connection to a database of the system's own PostgreSQL. */
  public Connection database(String name) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port("postgres"), name);
    return DriverManager.getConnection(url, "tidings", backendPassword());
  }

  private String property(String file, String name) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(root.resolve(file))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String value = properties.getProperty(name);
    if (value == null) {
      throw new AssertionError(name + " is not in " + file);
    }
    return value;
  }
}

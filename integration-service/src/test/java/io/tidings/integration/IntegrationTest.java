package io.tidings.integration;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.micronaut.context.env.Environment;
import io.tidings.proto.integration.v1.CreateWorkspaceRequest;
import io.tidings.proto.integration.v1.WorkspaceServiceGrpc;
import io.tidings.testing.ServiceTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A test of integration-service, with a workspace that is on record. */
public abstract class IntegrationTest extends ServiceTest {

  /** A new workspace, made by the administrator. */
  protected final String workspace() {
    String id = newWorkspace();
    WorkspaceServiceGrpc.newBlockingStub(administrator(""))
        .createWorkspace(CreateWorkspaceRequest.newBuilder().setWorkspaceId(id).build());
    return id;
  }

  /** As the operator, for the workspace named. */
  protected final Channel administrator(String workspaceId) {
    Metadata headers = new Metadata();
    headers.put(header("tidings-workspace"), workspaceId);
    return bearing(ADMINISTRATOR_KEY, headers);
  }

  /** As whoever holds the key. */
  protected final Channel bearing(String key) {
    return bearing(key, new Metadata());
  }

  private Channel bearing(String key, Metadata headers) {
    headers.put(header("authorization"), "Bearer " + key);
    return ClientInterceptors.intercept(
        connection(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** A setting of the service under test. */
  protected final String setting(String name) {
    return bean(Environment.class).getRequiredProperty(name, String.class);
  }

  /** All that a table holds, as a dump of the database would show it. */
  protected final List<String> everyRow(String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT row::text FROM " + table + " AS row")) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private Connection database() throws SQLException {
    return DriverManager.getConnection(
        setting("tidings.database.url"),
        setting("tidings.database.user"),
        setting("tidings.database.password"));
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}

package io.tidings.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Reach;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.Connection;
import io.tidings.proto.messaging.v1.ListConnectionsRequest;
import io.tidings.proto.messaging.v1.ListProvidersRequest;
import io.tidings.proto.messaging.v1.Provider;
import io.tidings.proto.messaging.v1.ProviderSetting;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ProviderTest extends MessagingTest {

  private Connection connect(String workspace, Map<String, String> settings) {
    return providers(workspace)
        .connectProvider(
            ConnectProviderRequest.newBuilder()
                .setProvider("standin")
                .putAllSettings(settings)
                .build())
        .getConnection();
  }

  @Test
  @DisplayName("behaviour 25: the catalogue tells every provider with the settings it needs")
  void listsProvidersWithTheirSettings() {
    var all =
        providers(newWorkspace())
            .listProviders(ListProvidersRequest.getDefaultInstance())
            .getProvidersList();

    assertThat(all).extracting(Provider::getId).contains("smtp", "smpp", "apns", "fcm", "standin");
    Provider standin =
        all.stream().filter(one -> one.getId().equals("standin")).findFirst().orElseThrow();
    assertThat(standin.getSettingsList())
        .extracting(
            ProviderSetting::getName, ProviderSetting::getRequired, ProviderSetting::getSecret)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("box", true, false),
            org.assertj.core.groups.Tuple.tuple("password", false, true),
            org.assertj.core.groups.Tuple.tuple("concurrency", false, false));
  }

  @Test
  @DisplayName(
      "behaviour 18: secret settings are never shown again, and nothing is readable at rest")
  void hidesSecrets() {
    String workspace = newWorkspace();

    Connection connection =
        connect(workspace, Map.of("box", workspace, "password", "correct horse"));

    assertThat(connection.getSettingsMap()).containsOnly(Map.entry("box", workspace));
    assertThat(
            providers(workspace)
                .listConnections(ListConnectionsRequest.getDefaultInstance())
                .getConnectionsList())
        .containsExactly(connection);
    assertThat(sealed(workspace)).doesNotContain("horse", workspace);
  }

  private String sealed(String workspace) {
    return bean(Database.class)
        .inTransaction(connection -> {
          try (var statement =
              connection.prepareStatement(
                  "SELECT settings FROM connection WHERE workspace_id = ?")) {
            statement.setString(1, workspace);
            try (var row = statement.executeQuery()) {
              row.next();
              return new String(row.getBytes(1), StandardCharsets.ISO_8859_1);
            }
          }
        });
  }

  @Test
  void refusesSettingsByNameAndKeepsWhatWasThere() {
    String workspace = connected();

    assertThatThrownBy(() -> connect(workspace, Map.of("colour", "red")))
        .hasMessageContaining("settings[\"box\"]")
        .hasMessageContaining("settings[\"colour\"]");
    assertThatThrownBy(() -> connect(workspace, Map.of("box", "b", "password", "bad")))
        .hasMessageContaining("settings[\"password\"]: password is known to be bad");
    assertThat(
            providers(workspace)
                .listConnections(ListConnectionsRequest.getDefaultInstance())
                .getConnections(0)
                .getSettingsMap())
        .containsEntry("box", workspace);
  }

  @Test
  void refusesAProviderThatThereIsNot() {
    assertThatThrownBy(() ->
            providers(newWorkspace())
                .connectProvider(ConnectProviderRequest.newBuilder().setProvider("pigeon").build()))
        .hasMessageContaining("provider 'pigeon' is not known; there are apns, fcm, smpp, smtp");
  }

  @Test
  void newSettingsAreInUseAtOnce() {
    String workspace = connected();
    String userId = "u-" + workspace;
    users.add(userId, Map.of("email", "a@example.com"));

    connect(workspace, Map.of("box", "new-" + workspace));

    Send send = sends(workspace).send(to(Channel.CHANNEL_EMAIL, userId).build()).getSends(0);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received()).isEmpty();
    assertThat(Box.of("new-" + workspace).received()).hasSize(1);
  }

  @Test
  @DisplayName("a connection made on another replica is in use here within 5 s")
  void learnsOfConnectionsOfOtherReplicas() {
    String workspace = newWorkspace();
    Accounts elsewhere = new Accounts(bean(Database.class), bean(Secrets.class));

    elsewhere.save(
        new Account(workspace, "standin", Ids.next(), Map.of("box", workspace), Instant.EPOCH));

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> bean(Connections.class).find(workspace, Reach.SMS).isPresent());
  }

  @Test
  @DisplayName(
      "an account whose provider is gone, or whose settings do not work any more, harms no other")
  void leavesAsideWhatItCannotOpen() {
    String workspace = newWorkspace();
    Accounts elsewhere = new Accounts(bean(Database.class), bean(Secrets.class));
    Instant at = Instant.EPOCH;
    elsewhere.save(new Account(workspace, "pigeon", Ids.next(), Map.of(), at));
    elsewhere.save(new Account(workspace, "standin-android", Ids.next(), Map.of(), at));
    elsewhere.save(new Account(workspace, "standin", Ids.next(), Map.of("box", workspace), at));

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> bean(Connections.class).find(workspace, Reach.EMAIL).isPresent());
  }
}

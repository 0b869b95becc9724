package io.tidings.integration.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.ConnectDestinationRequest;
import io.tidings.proto.integration.v1.Destination;
import io.tidings.proto.integration.v1.DestinationServiceGrpc;
import io.tidings.proto.integration.v1.DestinationServiceGrpc.DestinationServiceBlockingStub;
import io.tidings.proto.integration.v1.DestinationSetting;
import io.tidings.proto.integration.v1.DisconnectDestinationRequest;
import io.tidings.proto.integration.v1.ListCatalogueRequest;
import io.tidings.proto.integration.v1.ListDestinationsRequest;
import io.tidings.proto.integration.v1.UpdateDestinationRequest;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class DestinationServiceTest extends IntegrationTest {
  private static final String URL = "https://93.184.215.14/hook";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Test
  @DisplayName("behaviour 25: the catalogue is readable, with the settings that each needs")
  void listsTheCatalogue() {
    assertThat(
            destinations(workspace())
                .listCatalogue(ListCatalogueRequest.getDefaultInstance())
                .getEntriesList())
        .filteredOn(entry -> entry.getId().equals("webhook"))
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.getSettingsList())
                .extracting(
                    DestinationSetting::getName,
                    DestinationSetting::getRequired,
                    DestinationSetting::getSecret)
                .containsExactly(
                    tuple("url", true, false),
                    tuple("signing_secret", true, true),
                    tuple("calls_per_second", false, false)));
  }

  @Test
  void neverShowsASecretAgain() throws SQLException {
    DestinationServiceBlockingStub destinations = destinations(workspace());
    Destination made = destinations.connectDestination(request().build()).getDestination();

    assertThat(made.getSettingsMap()).isEqualTo(Map.of("url", URL));
    assertThat(made.getEnabled()).isTrue();
    assertThat(listOf(destinations)).isEqualTo(made);
    assertThat(everyRow("connection")).isNotEmpty().noneMatch(row -> row.contains("MfKQ9r8"));
  }

  @Test
  void answersARepeatedRequestWithTheSameConnection() {
    DestinationServiceBlockingStub destinations = destinations(workspace());
    ConnectDestinationRequest request = request().setRequestId("r-1").build();
    Destination first = destinations.connectDestination(request).getDestination();
    assertThat(destinations.connectDestination(request).getDestination()).isEqualTo(first);
    assertThat(listOf(destinations)).isEqualTo(first);
  }

  @Test
  @DisplayName("behaviour 79: settings change without a restart, and a secret left out stays")
  void replacesSettings() {
    DestinationServiceBlockingStub destinations = destinations(workspace());
    String id = destinations.connectDestination(request().build()).getDestination().getId();
    Destination changed =
        destinations
            .updateDestination(
                UpdateDestinationRequest.newBuilder()
                    .setDestinationId(id)
                    .putSettings("url", URL + "/2")
                    .putSettings("calls_per_second", "7")
                    .build())
            .getDestination();
    assertThat(changed.getSettingsMap())
        .isEqualTo(Map.of("url", URL + "/2", "calls_per_second", "7"));
    assertThat(listOf(destinations)).isEqualTo(changed);
  }

  @Test
  void disconnects() {
    DestinationServiceBlockingStub destinations = destinations(workspace());
    String id = destinations.connectDestination(request().build()).getDestination().getId();
    DisconnectDestinationRequest request =
        DisconnectDestinationRequest.newBuilder().setDestinationId(id).build();
    destinations.disconnectDestination(request);
    assertThat(
            destinations
                .listDestinations(ListDestinationsRequest.getDefaultInstance())
                .getDestinationsList())
        .isEmpty();
    assertThat(faultOf(() -> destinations.disconnectDestination(request)).getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void refusesBadInputByName() {
    DestinationServiceBlockingStub destinations = destinations(workspace());
    assertThat(faultOf(() -> destinations.connectDestination(request().setType("fax").build())))
        .satisfies(fault -> assertThat(fault.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .satisfies(fault ->
            assertThat(fault.getDescription())
                .isEqualTo("type: 'fax' is no destination; there are webhook"));
    assertThat(
            faultOf(() ->
                    destinations.connectDestination(
                        request().putSettings("url", "http://127.0.0.1:5432/").build()))
                .getDescription())
        .startsWith("settings[\"url\"]: '127.0.0.1' is a private address, which is not called");
    assertThat(
            faultOf(() -> destinations.connectDestination(request().clearSettings().build()))
                .getDescription())
        .contains("settings[\"url\"]: is missing", "settings[\"signing_secret\"]: is missing");
  }

  @Test
  void showsNothingToAnotherWorkspace() {
    String id =
        destinations(workspace()).connectDestination(request().build()).getDestination().getId();
    DestinationServiceBlockingStub others = destinations(workspace());
    assertThat(
            others
                .listDestinations(ListDestinationsRequest.getDefaultInstance())
                .getDestinationsList())
        .isEmpty();
    assertThat(
            faultOf(() ->
                    others.updateDestination(
                        UpdateDestinationRequest.newBuilder()
                            .setDestinationId(id)
                            .putSettings("url", URL)
                            .build()))
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            faultOf(() ->
                    others.updateDestination(
                        UpdateDestinationRequest.newBuilder()
                            .setDestinationId(UUID.randomUUID().toString())
                            .build()))
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  private DestinationServiceBlockingStub destinations(String workspace) {
    return DestinationServiceGrpc.newBlockingStub(channel(workspace));
  }

  private static Destination listOf(DestinationServiceBlockingStub destinations) {
    return destinations
        .listDestinations(ListDestinationsRequest.getDefaultInstance())
        .getDestinationsList()
        .getFirst();
  }

  private static ConnectDestinationRequest.Builder request() {
    return ConnectDestinationRequest.newBuilder()
        .setType("webhook")
        .setName("the shop's own")
        .putSettings("url", URL)
        .putSettings("signing_secret", SECRET);
  }

  private static Status faultOf(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call).getStatus();
  }
}

package io.tidings.integration.imports;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportState;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.RejectedRow;
import io.tidings.proto.value.v1.Value;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV files of users. */
@MicronautTest(transactional = false)
class ImportTest extends IntegrationTest {
  private final PlayedUsers users = new PlayedUsers();

  /** Tests share the played service; a user is of one test. */
  private static String user() {
    return "u-" + UUID.randomUUID();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.user.grpc", users.address());
  }

  @AfterAll
  void closeUsers() {
    users.close();
  }

  @Test
  @DisplayName("behaviour 20: a CSV upload creates users with their attributes")
  void setsAttributesByTheFormOfTheirCells() throws Exception {
    var id = user();
    var report =
        upload(
            """
            id,email,first_name,number,current_usage,vip,plan,signed_up_at,zip,note,device_token,device_platform
            %s,ada@example.org,Ada,2348012345678,82.5,true,pro,2026-03-01T09:30:00+01:00,08012,,abc,ios
            """
                .formatted(id));
    assertThat(report.getRowCount()).isEqualTo(1);
    assertThat(report.getCreatedCount()).isEqualTo(1);
    assertThat(report.getRejectedRowsList()).isEmpty();
    var attributes = users.attributes(id);
    assertThat(attributes).doesNotContainKeys("id", "note", "device_token", "device_platform");
    assertThat(text(id, "email")).isEqualTo("ada@example.org");
    assertThat(text(id, "number")).as("a phone number is text").isEqualTo("2348012345678");
    assertThat(text(id, "zip")).as("a leading zero makes a code").isEqualTo("08012");
    assertThat(value(id, "current_usage").getNumber()).isEqualTo(82.5);
    assertThat(value(id, "vip").getBoolean()).isTrue();
    assertThat(value(id, "signed_up_at").getDateTime().getSeconds()).isEqualTo(1772353800);
    var device = users.updates(id).getFirst().getDevices(0);
    assertThat(device.getToken()).isEqualTo("abc");
    assertThat(device.getPlatform()).isEqualTo("ios");
  }

  @Test
  @DisplayName("behaviour 21: a column is an attribute, whatever it is called, and never an event")
  void makesNoEventOfAColumn() throws Exception {
    var id = user();
    upload(
        """
        id,event,type,timestamp,properties.total,page_views
        %s,Order Completed,track,2026-03-01T09:30:00Z,42,7
        """
            .formatted(id));
    assertThat(users.attributes(id))
        .containsOnlyKeys("event", "type", "timestamp", "properties.total", "page_views");
    assertThat(text(id, "event")).isEqualTo("Order Completed");
    assertThat(users.updates(id)).singleElement().matches(update -> update.getPageViews() == 0);
  }

  @Test
  void readsQuotesLineBreaksInCellsAndWindowsLineEnds() throws Exception {
    var id = user();
    var report =
        upload("id,note,city\r\n%s,\"say \"\"hi\"\",\r\nthen go\",Lagos\r\n".formatted(id));
    assertThat(report.getCreatedCount()).isEqualTo(1);
    assertThat(text(id, "note")).isEqualTo("say \"hi\",\r\nthen go");
    assertThat(text(id, "city")).isEqualTo("Lagos");
  }

  @Test
  void passesOverAByteOrderMarkAndBlankLines() throws Exception {
    var id = user();
    assertThat(upload("\uFEFFid,plan\n\n%s,pro\n\n".formatted(id)).getRowCount()).isEqualTo(1);
    assertThat(text(id, "plan")).isEqualTo("pro");
    var other = user();
    upload("\uFEFFid,plan\n%s,free\n".formatted(other).getBytes(UTF_16LE), 7);
    assertThat(text(other, "plan")).as("its mark tells UTF-16 too").isEqualTo("free");
  }

  @Test
  @DisplayName("behaviour 22: bad rows are reported by line, good ones imported")
  void reportsBadRowsByLineAndImportsTheOthers() throws Exception {
    var first = user();
    var last = user();
    var report =
        upload(
            """
            id,number,device_token,device_platform
            %s,+2348012345678,,
            ,+2348012345679,,
            %s,08012,,
            too,few
            one,cell,too,many,here
            %s,,abc,windows
            %s,,abc,
            "two
            lines",08012,,
            %s,,,
            """
                .formatted(first, user(), user(), user(), last));
    assertThat(report.getRowCount()).isEqualTo(9);
    assertThat(report.getCreatedCount()).isEqualTo(2);
    assertThat(report.getRejectedCount()).isEqualTo(7);
    assertThat(report.getRejectedRowsList())
        .extracting(RejectedRow::getLine, RejectedRow::getColumn)
        .containsExactly(
            row(3, "id"),
            row(4, "number"),
            row(5, ""),
            row(6, ""),
            row(7, "device_platform"),
            row(8, "device_platform"),
            row(9, "number"));
    assertThat(report.getRejectedRowsList()).noneMatch(rejected -> rejected.getReason().isBlank());
    assertThat(text(first, "number")).isEqualTo("+2348012345678");
    assertThat(users.updates(last)).hasSize(1);
  }

  private static Tuple row(long line, String column) {
    return tuple(line, column);
  }

  @Test
  void aRowThatIsNotUtf8TakesNoOtherWithIt() throws Exception {
    var good = user();
    var file = "id,city\nx,K?ln\n%s,Oṣogbo\n".formatted(good).getBytes(UTF_8);
    file["id,city\nx,K".length()] = (byte) 0xF6;
    var report = upload(file, 3);
    assertThat(report.getRejectedRows(0).getLine()).isEqualTo(2);
    assertThat(report.getRejectedRows(0).getColumn()).isEqualTo("city");
    assertThat(text(good, "city")).isEqualTo("Oṣogbo");
  }

  @Test
  @DisplayName("behaviour 22: the same file twice changes nothing")
  void theSameFileTwiceChangesNothing() throws Exception {
    var ids = IntStream.range(0, 1_200).mapToObj(_ -> user()).toList();
    var file = ids.stream().collect(Collectors.joining(",pro\n", "id,plan\n", ",pro\n"));
    assertThat(upload(file).getCreatedCount()).isEqualTo(1_200);
    var before = ids.stream().collect(Collectors.toMap(id -> id, users::attributes));
    var again = upload(file);
    assertThat(again.getCreatedCount()).isZero();
    assertThat(again.getUpdatedCount()).isEqualTo(1_200);
    assertThat(ids.stream().collect(Collectors.toMap(id -> id, users::attributes)))
        .isEqualTo(before);
    assertThat(users.largestBatch()).isEqualTo(500);
  }

  @Test
  void writesLargeRowsInSmallerBatches() throws Exception {
    var ids = IntStream.range(0, 500).mapToObj(_ -> user()).toList();
    var cells = "%s,%s".formatted("x".repeat(20_000), "y".repeat(20_000));
    var file =
        ids.stream()
            .map(id -> "%s,%s\n".formatted(id, cells))
            .collect(Collectors.joining("", "id,note,other\n", ""));
    assertThat(upload(file).getCreatedCount()).isEqualTo(500);
    assertThat(text(ids.getLast(), "other")).hasSize(20_000);
  }

  @Test
  void aRowThatIsTooLargeTakesNoOtherWithIt() throws Exception {
    var good = user();
    var columns = IntStream.range(0, 6).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    var large = IntStream.range(0, 6).mapToObj(_ -> "x".repeat(900_000));
    var file =
        "id,%s\n%s,%s\n%s,a,b,c,d,e,f\n"
            .formatted(columns, user(), large.collect(Collectors.joining(",")), good);
    var report = upload(file);
    assertThat(report.getRejectedRowsList())
        .extracting(RejectedRow::getLine, RejectedRow::getColumn)
        .containsExactly(row(2, ""));
    assertThat(text(good, "c5")).isEqualTo("f");
  }

  @Test
  void theLastRowOfAUserIsTheLatest() throws Exception {
    var id = user();
    upload("id,plan\n%s,pro\n%s,free\n".formatted(id, id));
    var times =
        users.updates(id).stream()
            .map(update ->
                update.getOccurredAt().getNanos()
                    + update.getOccurredAt().getSeconds() * 1_000_000_000L)
            .toList();
    assertThat(times).hasSize(2).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name,plan\\nx,pro\\n     | no column 'id'
          id,plan,plan\\nx,pro,a\\n | 'plan' stands twice
          id,plan, id\\nx,pro,a\\n  | 'id' stands twice
          id,,plan\\nx,y,pro\\n     | column 2 has a name of 0 characters
          ''                        | is empty
          """)
  void refusesAFileThatCannotBeReadAsAWhole(String file, String reason) {
    assertThatThrownBy(() -> upload(file.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            StatusException.class,
            refusal -> {
              assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(refusal.getStatus().getDescription()).contains(reason);
            });
  }

  @Test
  void refusesAQuoteThatIsNeverClosed() {
    var file = "id,note\nx,\"" + "endless ".repeat(200_000);
    assertThatThrownBy(() -> upload(file))
        .isInstanceOfSatisfying(
            StatusException.class,
            refusal ->
                assertThat(refusal.getStatus().getDescription()).contains("close the quote"));
  }

  @Test
  void aFileWithoutRowsIsTaken() throws Exception {
    var report = upload("id,plan\n");
    assertThat(report.getRowCount()).isZero();
    assertThat(report.getImport().getState()).isEqualTo(ImportState.IMPORT_STATE_COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000})
  void whileUsersCannotBeWrittenTheFileMayBeSentAgain(int rows) {
    var file = new StringBuilder("id,plan\n").append(PlayedUsers.AWAY).append(",pro\n");
    file.append("x,pro\n".repeat(rows));
    assertThatThrownBy(() -> upload(file.toString()))
        .isInstanceOfSatisfying(
            StatusException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private Value value(String id, String name) {
    return users.attributes(id).getOrDefault(name, Value.getDefaultInstance());
  }

  private String text(String id, String name) {
    return value(id, name).getText();
  }

  private ImportUsersResponse upload(String file) throws Exception {
    return upload(file.getBytes(UTF_8), 64 * 1024);
  }

  private ImportUsersResponse upload(byte[] file, int chunk) throws Exception {
    BlockingClientCall<ImportUsersRequest, ImportUsersResponse> call =
        ImportServiceGrpc.newBlockingV2Stub(channel(newWorkspace())).importUsers();
    for (var from = 0; from < file.length; from += chunk) {
      var bytes = ByteString.copyFrom(file, from, Math.min(chunk, file.length - from));
      if (!call.write(ImportUsersRequest.newBuilder().setChunk(bytes).build())) {
        break;
      }
    }
    call.halfClose();
    return requireNonNull(call.read());
  }
}

package io.tidings.integration.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.GetImportRequest;
import io.tidings.proto.integration.v1.ImportOptions;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportServiceGrpc.ImportServiceBlockingStub;
import io.tidings.proto.integration.v1.ImportState;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.ListImportsRequest;
import io.tidings.proto.integration.v1.ListRejectedRowsRequest;
import io.tidings.proto.integration.v1.ListRejectedRowsResponse;
import io.tidings.proto.integration.v1.RejectedRow;
import io.tidings.proto.value.v1.Value;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How files are read, and how an import stands while and after it is. */
@MicronautTest(transactional = false)
class ImportLifeTest extends IntegrationTest {
  private final PlayedUsers users = new PlayedUsers();
  private final String workspace = newWorkspace();
  private final String user = "u-" + UUID.randomUUID();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.user.grpc", users.address());
  }

  @AfterEach
  void usersAreBack() {
    users.away(false);
  }

  @AfterAll
  void closeUsers() {
    users.close();
  }

  @Test
  void columnsMeanWhatTheOptionsSay() throws Exception {
    var options =
        ImportOptions.newBuilder()
            .putColumns("Customer No", "id")
            .putColumns("E-mail", "email")
            .putColumns("Notes", "")
            .build();
    var id = "u-" + UUID.randomUUID();

    var report =
        upload(
            "Customer No,E-mail,Notes,plan,Mobile\n%s,ada@example.org,vip,pro,\n".formatted(id),
            options);

    assertThat(report.getCreatedCount()).isEqualTo(1);
    assertThat(users.attributes(id)).containsOnlyKeys("email", "plan");
  }

  @Test
  void reportsAColumnAsTheFileNamesIt() throws Exception {
    var options = ImportOptions.newBuilder().putColumns("Mobile", "number").build();

    var report = upload("id,Mobile\n%s,08012\n".formatted(user), options);

    assertThat(report.getRejectedRows(0).getColumn()).isEqualTo("Mobile");
  }

  @Test
  void refusesAMeaningForAColumnThatIsNotThere() {
    var options = ImportOptions.newBuilder().putColumns("E-mail", "email").build();

    assertThatThrownBy(() -> upload("id,mail\nx,y\n", options))
        .hasMessageContaining("options.columns: the file has no column 'E-mail'; it has id, mail");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "|", "\t"})
  void findsOutWhatStandsBetweenCells(String delimiter) throws Exception {
    var id = "u-" + UUID.randomUUID();
    var file = "id~\"a;b,c|d\te\"~plan\n%s~x~pro\n".formatted(id).replace("~", delimiter);

    var report = upload(file, ImportOptions.getDefaultInstance());

    assertThat(report.getImport().getDelimiter()).isEqualTo(delimiter);
    assertThat(text(id, "plan")).isEqualTo("pro");
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "UTF-8"})
  void findsOutTheEncoding(String encoding) throws Exception {
    var id = "u-" + UUID.randomUUID();
    var file = "id,city\n%s,Köln\n".formatted(id).getBytes(Charset.forName(encoding));

    var report = upload(file, ImportOptions.getDefaultInstance());

    assertThat(report.getImport().getEncoding()).isEqualTo(encoding);
    assertThat(text(id, "city")).isEqualTo("Köln");
  }

  @Test
  void readsWhatItIsToldTo() throws Exception {
    var options = ImportOptions.newBuilder().setEncoding("ISO-8859-5").setDelimiter(";").build();
    var file = "id;city,state\n%s;Псков\n".formatted(user).getBytes(Charset.forName("ISO-8859-5"));

    upload(file, options);

    assertThat(text(user, "city,state")).isEqualTo("Псков");
    assertThatThrownBy(
            () -> upload("id\nx\n", ImportOptions.newBuilder().setEncoding("klingon").build()))
        .hasMessageContaining("'klingon'")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void aDryRunReportsAndWritesNothing() throws Exception {
    var known = "u-" + UUID.randomUUID();
    var fresh = "u-" + UUID.randomUUID();
    upload("id,plan\n%s,pro\n".formatted(known), ImportOptions.getDefaultInstance());

    var report =
        upload(
            "id,plan,number\n%s,free,\n%s,pro,\nx,pro,08012\n".formatted(known, fresh),
            ImportOptions.newBuilder().setDryRun(true).build());

    assertThat(report.getCreatedCount()).isEqualTo(1);
    assertThat(report.getUpdatedCount()).isEqualTo(1);
    assertThat(report.getRejectedRows(0).getLine()).isEqualTo(4);
    assertThat(report.getImport().getDryRun()).isTrue();
    assertThat(users.attributes(fresh)).isEmpty();
    assertThat(text(known, "plan")).isEqualTo("pro");
  }

  @Test
  void aDryRunNamesTheCellsThatWouldBeLeftOut() throws Exception {
    var file = new StringBuilder("id,floor\n");
    for (int i = 0; i < 600; i++) {
      file.append("u%d,%s\n".formatted(i, i == 1 || i == 599 ? "roof" : "1"));
    }

    var report = upload(file.toString(), ImportOptions.newBuilder().setDryRun(true).build());

    assertThat(report.getCreatedCount()).isEqualTo(600);
    assertThat(report.getRejectedRowsList())
        .as("what the first rows would define counts for all that follow")
        .extracting(RejectedRow::getLine, RejectedRow::getColumn)
        .containsExactly(tuple(3L, "floor"), tuple(601L, "floor"));
  }

  @Test
  void canBeWatchedWhileTheFileComesIn() throws Exception {
    var call = ImportServiceGrpc.newBlockingV2Stub(channel(workspace)).importUsers();
    var named = ImportOptions.newBuilder().setRequestId("watched").build();
    call.write(ImportUsersRequest.newBuilder().setOptions(named).build());
    call.write(chunk("id,number\nbad,08012\n" + rows(10_000, 13_000)));

    var running =
        await()
            .until(
                () -> service().listImports(ListImportsRequest.getDefaultInstance()),
                list -> list.getImportsCount() > 0 && list.getImports(0).getRowCount() > 0)
            .getImports(0);
    assertThat(running.getState()).isEqualTo(ImportState.IMPORT_STATE_RUNNING);
    assertThat(running.getRequestId()).isEqualTo("watched");
    assertThat(running.getRejectedCount()).isEqualTo(1);
    assertThat(rejected(running.getId(), 10, "").getRejectedRowsList())
        .extracting(RejectedRow::getLine)
        .containsExactly(2L);

    call.halfClose();
    assertThat(requireNonNull(call.read()).getRowCount()).isEqualTo(3_001);
    var done =
        service().getImport(GetImportRequest.newBuilder().setImportId(running.getId()).build());
    assertThat(done.getImport().getState()).isEqualTo(ImportState.IMPORT_STATE_COMPLETED);
  }

  @Test
  void goesOnWhereItStoppedWhenTheSameFileIsSentAgain() throws Exception {
    var options = ImportOptions.newBuilder().setRequestId("broken off").build();
    var first = rows(0, 3_000);
    var call = ImportServiceGrpc.newBlockingV2Stub(channel(workspace)).importUsers();
    call.write(ImportUsersRequest.newBuilder().setOptions(options).build());
    call.write(chunk("id,plan\n" + first));
    await().until(() -> newest().getRowCount() >= 1_000);
    call.cancel("the connection is lost", null);
    await().until(() -> newest().getState() == ImportState.IMPORT_STATE_INTERRUPTED);
    var applied = newest().getRowCount();

    var report = upload("id,plan\n" + first + rows(3_000, 3_500), options);

    assertThat(report.getRowCount()).isEqualTo(3_500);
    assertThat(report.getCreatedCount() + report.getUpdatedCount()).isEqualTo(3_500);
    assertThat(report.getImport().getId()).isEqualTo(newest().getId());
    assertThat(applied).isBetween(1_000L, 3_000L);
    assertThat(users.updates(user + "-0")).as("is not written again").hasSize(1);
    assertThat(users.updates(user + "-3499")).hasSize(1);
  }

  @Test
  void isInterruptedWhereAChunkIsRefused() throws Exception {
    var options = ImportOptions.newBuilder().setRequestId("refused chunk").build();
    var call = ImportServiceGrpc.newBlockingV2Stub(channel(workspace)).importUsers();
    call.write(ImportUsersRequest.newBuilder().setOptions(options).build());
    call.write(chunk("id,plan\n%s-0,pro\n".formatted(user)));
    call.write(chunk("x".repeat(1024 * 1024 + 1)));
    assertThatThrownBy(call::read)
        .isInstanceOfSatisfying(
            StatusException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));

    await().until(() -> newest().getState() == ImportState.IMPORT_STATE_INTERRUPTED);
  }

  @Test
  void goesOnAfterUsersCouldNotBeWritten() throws Exception {
    var options = ImportOptions.newBuilder().setRequestId("away").build();
    var file = "id,plan\n" + rows(20_000, 20_600);
    users.away(true);
    assertThatThrownBy(() -> upload(file, options))
        .isInstanceOfSatisfying(
            StatusException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    users.away(false);

    assertThat(upload(file, options).getCreatedCount()).isEqualTo(600);
  }

  @Test
  void theSameUploadIsAnsweredTheSameAndReadsNothing() throws Exception {
    var options = ImportOptions.newBuilder().setRequestId("twice").build();
    var file = "id,plan,number\n%s-twice,pro,\nx,pro,08012\n".formatted(user);
    var first = upload(file, options);

    var again = upload(file, options);

    assertThat(again).isEqualTo(first);
    assertThat(users.updates(user + "-twice")).hasSize(1);
    assertThatThrownBy(() -> upload(file, options.toBuilder().setDryRun(true).build()))
        .hasMessageContaining("'twice' is an import with other options");
  }

  @Test
  void rowsThatWereNotTakenAreListedPageByPageAndLieSealed() throws Exception {
    var file =
        "id,number,seats\n"
            + IntStream.range(0, 250)
                .mapToObj(i -> "u%d,0801%d,\n".formatted(i, i))
                .collect(Collectors.joining())
            + "%s-ignored,,many\n".formatted(user);
    var report = upload(file, ImportOptions.getDefaultInstance());
    assertThat(report.getRejectedCount()).isEqualTo(250);
    assertThat(report.getCreatedCount()).as("but for one cell").isEqualTo(1);

    var first = rejected(report.getImport().getId(), 200, "");
    var second = rejected(report.getImport().getId(), 200, first.getNextPageToken());

    assertThat(first.getRejectedRowsList())
        .hasSize(200)
        .first()
        .extracting(RejectedRow::getLine)
        .isEqualTo(2L);
    assertThat(second.getRejectedRowsList()).hasSize(51);
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(second.getRejectedRowsList().getLast().getColumn()).isEqualTo("seats");
    assertThat(everyRow("import_defect")).hasSizeGreaterThan(250);
    assertThat(String.join("\n", everyRow("import_defect")))
        .doesNotContain("is not a phone number");
  }

  @Test
  void aFileThatCannotBeReadIsOnRecord() {
    assertThatThrownBy(() -> upload("name\nx\n", ImportOptions.getDefaultInstance()))
        .hasMessageContaining("no column 'id'");

    assertThat(newest().getState()).isEqualTo(ImportState.IMPORT_STATE_FAILED);
    assertThat(newest().getFailure()).contains("no column 'id'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void aFileInAnEncodingThatNothingTellsIsOnRecord(String encoding) {
    var file = "id,plan\nx,pro\n".getBytes(Charset.forName(encoding));
    assertThatThrownBy(() -> upload(file, ImportOptions.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("column 1 is not readable as text");

    assertThat(newest().getState()).isEqualTo(ImportState.IMPORT_STATE_FAILED);
    assertThat(newest().getFailure()).contains("name its encoding");
  }

  @Test
  void optionsThatTheDatabaseWouldNotTakeBeginNoImport() {
    var options = ImportOptions.newBuilder().putColumns("na\0me", "email").build();
    assertThatThrownBy(() -> upload("id,mail\nx,y\n", options))
        .isInstanceOfSatisfying(
            StatusException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("options.columns");
  }

  @Test
  void anotherWorkspaceFindsNothing() throws Exception {
    var report = upload("id\nx\n", ImportOptions.getDefaultInstance());
    var elsewhere = ImportServiceGrpc.newBlockingStub(channel(newWorkspace()));
    var one = GetImportRequest.newBuilder().setImportId(report.getImport().getId()).build();

    assertThat(elsewhere.listImports(ListImportsRequest.getDefaultInstance()).getImportsList())
        .isEmpty();
    assertThatThrownBy(() -> elsewhere.getImport(one))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  private String rows(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(row -> "%s-%d,pro\n".formatted(user, row))
        .collect(Collectors.joining());
  }

  private ImportServiceBlockingStub service() {
    return ImportServiceGrpc.newBlockingStub(channel(workspace));
  }

  private io.tidings.proto.integration.v1.Import newest() {
    return service().listImports(ListImportsRequest.getDefaultInstance()).getImports(0);
  }

  private ListRejectedRowsResponse rejected(String importId, int size, String token) {
    return service()
        .listRejectedRows(
            ListRejectedRowsRequest.newBuilder()
                .setImportId(importId)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }

  private String text(String id, String name) {
    return users.attributes(id).getOrDefault(name, Value.getDefaultInstance()).getText();
  }

  private ImportUsersResponse upload(String file, ImportOptions options) throws Exception {
    return upload(file.getBytes(UTF_8), options);
  }

  private ImportUsersResponse upload(byte[] file, ImportOptions options) throws Exception {
    BlockingClientCall<ImportUsersRequest, ImportUsersResponse> call =
        ImportServiceGrpc.newBlockingV2Stub(channel(workspace)).importUsers();
    call.write(
        ImportUsersRequest.newBuilder()
            .setOptions(options)
            .setChunk(ByteString.copyFrom(file))
            .build());
    call.halfClose();
    return requireNonNull(call.read());
  }

  private static ImportUsersRequest chunk(String text) {
    return ImportUsersRequest.newBuilder().setChunk(ByteString.copyFromUtf8(text)).build();
  }
}

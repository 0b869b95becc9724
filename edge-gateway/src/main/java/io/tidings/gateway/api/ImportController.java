package io.tidings.gateway.api;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.micronaut.core.io.Writable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.integration.v1.GetImportRequest;
import io.tidings.proto.integration.v1.ImportOptions;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportServiceGrpc.ImportServiceBlockingStub;
import io.tidings.proto.integration.v1.ImportServiceGrpc.ImportServiceBlockingV2Stub;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.ListImportsRequest;
import io.tidings.proto.integration.v1.ListRejectedRowsRequest;
import io.tidings.proto.integration.v1.ListRejectedRowsResponse;
import io.tidings.rpc.ServiceChannels;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Hands a CSV file on as it comes in, however large it is, and tells what became of it. */
@Controller("/v1/imports")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Imports", description = "Users with their attributes out of a CSV file.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class ImportController {
  private static final int CHUNK_BYTES = 64 * 1024;

  private static final int MAX_PAGE = 1_000;
  private static final String COLUMN = "column";

  private final Callers callers;
  private final JsonCalls calls;
  private final ImportServiceBlockingV2Stub imports;
  private final ImportServiceBlockingStub lists;

  ImportController(Callers callers, JsonCalls calls, ServiceChannels channels) {
    this.callers = callers;
    this.calls = calls;
    this.imports = ImportServiceGrpc.newBlockingV2Stub(channels.to("integration"));
    this.lists = ImportServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  @Operation(
      summary = "Create or update users out of a CSV file",
      description =
          "The first row names the columns; one for `id` is required. A bad row is reported and"
              + " takes no other with it; the same file twice changes nothing. An upload that broke"
              + " off goes on when the same file is sent with the same `Idempotency-Key`.")
  @Parameter(
      name = COLUMN,
      in = ParameterIn.QUERY,
      description =
          "What a column means: its name in the file, a colon, and the name of an attribute, or"
              + " `id`, `device_token`, `device_platform`, or nothing to pass it over. May be"
              + " repeated.",
      array = @ArraySchema(schema = @Schema(type = "string", example = "E-mail:email")))
  @RequestBody(
      content =
          @Content(
              mediaType = "text/csv",
              schema = @Schema(type = "string"),
              examples = @ExampleObject("id,email,plan\nu1,ada@example.org,pro\n")))
  @ApiResponse(
      responseCode = "200",
      description = "The whole file was read.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ImportUsersResponse")))
  @Post
  byte[] importUsers(HttpRequest<?> request, @RequestBean ImportQuery query, @Body InputStream csv)
      throws IOException, InterruptedException {
    var caller = callers.withSecretKey(request);
    var options =
        query.options(
            request.getParameters().getAll(COLUMN),
            request.getHeaders().get(JsonCalls.IDEMPOTENCY_KEY));
    BlockingClientCall<ImportUsersRequest, ImportUsersResponse> call =
        caller.call(imports::importUsers);
    try {
      return MessageWriter.write(stream(options, csv, call));
    } catch (StatusException failure) {
      throw failure.getStatus().asRuntimeException(failure.getTrailers());
    } catch (IOException broken) {
      call.cancel("the upload broke off", broken);
      throw broken;
    }
  }

  private static ImportUsersResponse stream(
      ImportOptions options,
      InputStream csv,
      BlockingClientCall<ImportUsersRequest, ImportUsersResponse> call)
      throws IOException, InterruptedException, StatusException {
    call.write(ImportUsersRequest.newBuilder().setOptions(options).build());
    for (var chunk = csv.readNBytes(CHUNK_BYTES);
        chunk.length > 0 && call.write(request(chunk));
        chunk = csv.readNBytes(CHUNK_BYTES)) {}
    call.halfClose();
    return call.read();
  }

  /** The array is not touched again once it is handed over. */
  private static ImportUsersRequest request(byte[] chunk) {
    return ImportUsersRequest.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(chunk)).build();
  }

  @Operation(summary = "All imports", description = "The newest first.")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListImportsResponse")))
  @Get
  byte[] listImports(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request, page, ListImportsRequest.newBuilder(), asked -> lists.listImports(asked.build()));
  }

  @Operation(summary = "One import", description = "How it stands, also while its file is read.")
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Import")))
  @Get("/{id}")
  byte[] getImport(HttpRequest<?> request, UUID id) {
    return calls.fetch(
        request,
        () ->
            lists
                .getImport(GetImportRequest.newBuilder().setImportId(id.toString()).build())
                .getImport());
  }

  @Operation(summary = "The rows that were not taken", description = "By line. Kept for 30 days.")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListRejectedRowsResponse")))
  @Get("/{id}/rejected-rows")
  byte[] listRejectedRows(HttpRequest<?> request, UUID id, @RequestBean Page page) {
    return calls.fetch(request, () -> rejected(id, page.pageSize(), page.pageToken()));
  }

  @Operation(
      summary = "The rows that were not taken, as a file",
      description = "All of them, by line: `line,column,reason`.")
  @ApiResponse(
      responseCode = "200",
      description = "A CSV file.",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  @Get(uri = "/{id}/rejected-rows.csv", produces = "text/csv")
  HttpResponse<Writable> downloadRejectedRows(HttpRequest<?> request, UUID id) {
    var caller = callers.withSecretKey(request);
    // The first page before the answer begins: what is not there is to be told as such.
    var first = caller.call(() -> rejected(id, MAX_PAGE, ""));
    Writable file =
        out -> {
          out.write("line,column,reason\r\n");
          var page = first;
          while (true) {
            for (var row : page.getRejectedRowsList()) {
              out.write(RejectedRowCsv.line(row));
            }
            var next = page.getNextPageToken();
            if (next.isEmpty()) {
              return;
            }
            page = caller.call(() -> rejected(id, MAX_PAGE, next));
          }
        };
    return HttpResponse.ok(file)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"rejected-rows.csv\"");
  }

  private ListRejectedRowsResponse rejected(UUID id, int size, String token) {
    return lists.listRejectedRows(
        ListRejectedRowsRequest.newBuilder()
            .setImportId(id.toString())
            .setPageSize(size)
            .setPageToken(token)
            .build());
  }
}

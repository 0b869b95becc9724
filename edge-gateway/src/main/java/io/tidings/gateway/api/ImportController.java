package io.tidings.gateway.api;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.integration.v1.ImportServiceGrpc;
import io.tidings.proto.integration.v1.ImportServiceGrpc.ImportServiceBlockingV2Stub;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.rpc.ServiceChannels;
import java.io.IOException;
import java.io.InputStream;

/** Hands a CSV file on as it comes in, however large it is. */
@Controller("/v1/imports")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Imports", description = "Users with their attributes out of a CSV file.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class ImportController {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Callers callers;
  private final ImportServiceBlockingV2Stub imports;

  ImportController(Callers callers, ServiceChannels channels) {
    this.callers = callers;
    this.imports = ImportServiceGrpc.newBlockingV2Stub(channels.to("integration"));
  }

  @Operation(
      summary = "Create or update users out of a CSV file",
      description =
          "The first row names the columns; `id` is required. A bad row is reported and takes no"
              + " other with it; the same file twice changes nothing.")
  @RequestBody(
      content =
          @Content(
              mediaType = "text/csv",
              schema = @Schema(type = "string"),
              examples =
                  @io.swagger.v3.oas.annotations.media.ExampleObject(
                      "id,email,plan\nu1,ada@example.org,pro\n")))
  @ApiResponse(
      responseCode = "200",
      description = "The whole file was read.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ImportUsersResponse")))
  @Post
  byte[] importUsers(HttpRequest<?> request, @Body InputStream csv)
      throws IOException, InterruptedException {
    var caller = callers.withSecretKey(request);
    BlockingClientCall<ImportUsersRequest, ImportUsersResponse> call =
        caller.call(imports::importUsers);
    try {
      return MessageWriter.write(stream(csv, call));
    } catch (StatusException failure) {
      throw failure.getStatus().asRuntimeException(failure.getTrailers());
    } catch (IOException broken) {
      call.cancel("the upload broke off", broken);
      throw broken;
    }
  }

  private static ImportUsersResponse stream(
      InputStream csv, BlockingClientCall<ImportUsersRequest, ImportUsersResponse> call)
      throws IOException, InterruptedException, StatusException {
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
}

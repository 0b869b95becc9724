package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.messaging.v1.ExplainSendRequest;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.SendServiceGrpc.SendServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;
import java.util.UUID;

@Controller("/v1/sends")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(
    name = "Sends",
    description = "Any message to one recipient on one channel, and its life on record.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class SendController {
  private final JsonCalls calls;
  private final SendServiceBlockingStub sends;

  SendController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.sends = SendServiceGrpc.newBlockingStub(channels.to("messaging"));
  }

  @Operation(
      summary = "Send to one or more users",
      description =
          "A recipient who is not known, or lacks what a channel requires, is answered as DISCARDED"
              + " with the reason. An inline recipient (with attributes) is created where not"
              + " known. Header `Idempotency-Key` does what `idempotencyKey` does.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/SendRequest")))
  @ApiResponse(
      responseCode = "202",
      description = "On record, one for each recipient and channel.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/SendResponse")))
  @Post
  @Status(HttpStatus.ACCEPTED)
  byte[] send(HttpRequest<byte[]> request) {
    return calls.send(
        request, Recipients::spellOut, SendRequest.newBuilder(), send -> sends.send(send.build()));
  }

  @Operation(
      summary = "One send, with every decision on its way",
      description = "Answers why a user did or did not get it.")
  @ApiResponse(
      responseCode = "200",
      description = "As it stands now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ExplainedSend")))
  @Get("/{id}")
  byte[] getSend(HttpRequest<?> request, UUID id) {
    var question = ExplainSendRequest.newBuilder().setSendId(id.toString()).build();
    return calls.answer(
        request,
        () -> {
          var explained = sends.explainSend(question);
          return MessageWriter.write(
              explained.getSend(), "decisions", explained.getDecisionsList());
        });
  }
}

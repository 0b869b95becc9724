package io.tidings.gateway.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.proto.user.v1.CreateTopicRequest;
import io.tidings.proto.user.v1.DeleteTopicRequest;
import io.tidings.proto.user.v1.ListSubscribersRequest;
import io.tidings.proto.user.v1.ListTopicsRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscriberUpdate;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.tidings.proto.user.v1.UnsubscribeRequest;
import io.tidings.rpc.ServiceChannels;

@Controller("/v1/topics")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Topics", description = "What users subscribe to.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class TopicController {
  private final JsonCalls calls;
  private final TopicServiceBlockingStub topics;

  TopicController(JsonCalls calls, ServiceChannels channels) {
    this.calls = calls;
    this.topics = TopicServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(summary = "Define a topic, or give one another name")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/CreateTopicRequest")))
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Topic")))
  @Post
  byte[] defineTopic(HttpRequest<byte[]> request) {
    return calls.send(
        request,
        CreateTopicRequest.newBuilder(),
        topic -> topics.createTopic(topic.build()).getTopic());
  }

  @Operation(summary = "All topics")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListTopicsResponse")))
  @Get
  byte[] listTopics(HttpRequest<?> request, @RequestBean Page page) {
    return calls.list(
        request, page, ListTopicsRequest.newBuilder(), asked -> topics.listTopics(asked.build()));
  }

  @Operation(summary = "Delete a topic with its subscriptions")
  @ApiResponse(responseCode = "200", description = "Deleted.")
  @Delete("/{topic}")
  byte[] removeTopic(HttpRequest<?> request, String topic) {
    return calls.fetch(
        request, () -> topics.deleteTopic(DeleteTopicRequest.newBuilder().setTopic(topic).build()));
  }

  @Operation(summary = "The subscribers of a topic")
  @ApiResponse(
      responseCode = "200",
      description = "A page of them.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/ListSubscribersResponse")))
  @Get("/{topic}/subscribers")
  byte[] listSubscribers(HttpRequest<?> request, String topic, @RequestBean Page page) {
    return calls.list(
        request,
        page,
        ListSubscribersRequest.newBuilder().setTopic(topic),
        asked -> topics.listSubscribers(asked.build()));
  }

  @Operation(summary = "Subscribe a user, or give a subscriber other channels")
  @RequestBody(
      content = @Content(schema = @Schema(ref = "#/components/schemas/SubscriberChannels")))
  @ApiResponse(
      responseCode = "200",
      description = "Whether the user is known, and so subscribed now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/SubscribeResponse")))
  @Put("/{topic}/subscribers/{userId}")
  byte[] putSubscriber(HttpRequest<byte[]> request, String topic, String userId) {
    return calls.send(
        request,
        SubscriberUpdate.newBuilder(),
        subscriber ->
            topics.subscribe(
                SubscribeRequest.newBuilder()
                    .setTopic(topic)
                    .addSubscribers(subscriber.setSelector(user(userId)))
                    .build()));
  }

  @Operation(summary = "End a subscription")
  @ApiResponse(
      responseCode = "200",
      description = "Whether the user was subscribed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/UnsubscribeResponse")))
  @Delete("/{topic}/subscribers/{userId}")
  byte[] removeSubscriber(HttpRequest<?> request, String topic, String userId) {
    return calls.fetch(
        request,
        () ->
            topics.unsubscribe(
                UnsubscribeRequest.newBuilder()
                    .setTopic(topic)
                    .addSelectors(user(userId))
                    .build()));
  }

  private static ProfileSelector.Builder user(String userId) {
    return ProfileSelector.newBuilder().setUserId(userId);
  }
}

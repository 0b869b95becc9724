package io.tidings.gateway.engagespot;

import static io.tidings.gateway.json.Values.list;
import static io.tidings.gateway.json.Values.number;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.user.v1.CreateTopicRequest;
import io.tidings.proto.user.v1.DeleteTopicRequest;
import io.tidings.proto.user.v1.ListSubscriptionsRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscribedTopic;
import io.tidings.proto.user.v1.Topic;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.tidings.proto.user.v1.UpdateTopicRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What users subscribe to; for servers. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "Notifications: topics", description = "What users subscribe to.")
@ApiResponse(responseCode = "4XX", ref = "#/components/responses/Error")
final class TopicController {
  private static final int LARGEST_PAGE = 1000;

  private final Door door;
  private final TopicServiceBlockingStub topics;

  TopicController(Door door, ServiceChannels channels) {
    this.door = door;
    this.topics = TopicServiceGrpc.newBlockingStub(channels.to("user"));
  }

  @Operation(summary = "Define a topic; one of that identifier gets the name")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/NewNamed")))
  @OneTopic
  @Post(uris = {"/v3/topics", "/v4/topics"})
  byte[] createTopic(HttpRequest<byte[]> request) {
    var source = door.server(request);
    var fields = Bodies.read(request);
    var asked =
        CreateTopicRequest.newBuilder()
            .setIdentifier(Bodies.required(fields, "identifier"))
            .setName(Bodies.required(fields, "name"))
            .build();
    return write(source.call(() -> topics.createTopic(asked)).getTopic());
  }

  @Operation(summary = "Give a topic another name")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/NewNamed")))
  @OneTopic
  @Patch(uris = {"/v3/topics/{id}", "/v4/topics/{id}"})
  byte[] updateTopic(HttpRequest<byte[]> request, String id) {
    var source = door.server(request);
    var asked =
        UpdateTopicRequest.newBuilder()
            .setTopic(id)
            .setName(Bodies.required(Bodies.read(request), "name"))
            .build();
    return write(source.call(() -> topics.updateTopic(asked)).getTopic());
  }

  @Operation(summary = "Delete a topic with its subscriptions")
  @Finished
  @Delete(uris = {"/v3/topics/{id}", "/v4/topics/{id}"})
  byte[] deleteTopic(HttpRequest<?> request, String id) {
    var asked = DeleteTopicRequest.newBuilder().setTopic(id).build();
    door.server(request).call(() -> topics.deleteTopic(asked));
    return MessageWriter.write(Bodies.done());
  }

  @Operation(
      summary = "Subscribe users",
      description = "Those who are subscribed get the channels. Users who are not known are named.")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/NewSubscribers")))
  @ApiResponse(
      responseCode = "200",
      description = "All but the unknown are subscribed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Subscribed")))
  @Post(uris = {"/v3/topics/{id}/users", "/v4/topics/{id}/users"})
  byte[] subscribe(HttpRequest<byte[]> request, String id) {
    var source = door.server(request);
    var asked = SubscriberBody.subscribing(id, Bodies.read(request));
    var answer = source.call(() -> topics.subscribe(asked));
    var members = new LinkedHashMap<String, Value>();
    members.put("subscribed", number(answer.getSubscribedCount()));
    members.put(
        "unknown",
        list(
            answer.getUnknownList().stream()
                .map(place -> text(asked.getSubscribers(place).getSelector().getUserId()))
                .toList()));
    return MessageWriter.write(members);
  }

  @Operation(summary = "End subscriptions")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/NewSubscribers")))
  @ApiResponse(
      responseCode = "200",
      description = "Nobody of them is subscribed.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Unsubscribed")))
  @Post(uris = {"/v3/topics/{id}/detachUsers", "/v4/topics/{id}/detachUsers"})
  byte[] unsubscribe(HttpRequest<byte[]> request, String id) {
    var source = door.server(request);
    var asked = SubscriberBody.unsubscribing(id, Bodies.read(request));
    var answer = source.call(() -> topics.unsubscribe(asked));
    return MessageWriter.write(Map.of("unsubscribed", number(answer.getUnsubscribedCount())));
  }

  @Operation(summary = "Change the channels on which a user wants a topic")
  @RequestBody(content = @Content(schema = @Schema(ref = "#/components/schemas/TopicChannels")))
  @Finished
  @Put(uris = {"/v3/topics/{id}/users/{user}", "/v4/topics/{id}/users/{user}"})
  byte[] changeChannels(HttpRequest<byte[]> request, String id, String user) {
    var source = door.server(request);
    var asked = SubscribeRequest.newBuilder().setTopic(id);
    asked
        .addSubscribersBuilder()
        .addAllChannels(Bodies.channels(Bodies.read(request)))
        .getSelectorBuilder()
        .setUserId(user);
    var answer = source.call(() -> topics.subscribe(asked.build()));
    if (answer.getUnknownCount() > 0) {
      throw new Problem(ErrorCode.NOT_FOUND, "there is no user '" + user + "' in this workspace");
    }
    return MessageWriter.write(Bodies.done());
  }

  @Operation(summary = "What a user is subscribed to")
  @ApiResponse(
      responseCode = "200",
      description = "No channels: all of them.",
      content =
          @Content(
              array =
                  @ArraySchema(schema = @Schema(ref = "#/components/schemas/TopicSubscription"))))
  @Get(uris = {"/v3/topics/subscriptions/{user}", "/v4/topics/subscriptions/{user}"})
  byte[] subscriptions(HttpRequest<?> request, String user) {
    var source = door.server(request);
    var asked =
        ListSubscriptionsRequest.newBuilder()
            .setSelector(ProfileSelector.newBuilder().setUserId(user))
            .setPageSize(LARGEST_PAGE);
    List<SubscribedTopic> all = new ArrayList<>();
    source
        .caller()
        .run(() -> {
          do {
            var page = topics.listSubscriptions(asked.build());
            all.addAll(page.getSubscriptionsList());
            asked.setPageToken(page.getNextPageToken());
          } while (!asked.getPageToken().isEmpty());
        });
    return MessageWriter.writeValue(list(all.stream().map(TopicController::subscription).toList()));
  }

  private static Value subscription(SubscribedTopic subscription) {
    var members = new LinkedHashMap<String, Value>();
    members.put("topic", Bodies.write(subscription.getTopic()));
    members.put("channels", Bodies.channels(subscription.getChannelsList()));
    return object(members);
  }

  private static byte[] write(Topic topic) {
    return MessageWriter.writeValue(Bodies.write(topic));
  }

  /** With the topic as it is now. */
  @ApiResponse(
      responseCode = "200",
      description = "As it is now.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Named")))
  private @interface OneTopic {}

  /** With no more to say than that it was done. */
  @ApiResponse(
      responseCode = "200",
      description = "Done.",
      content = @Content(schema = @Schema(ref = "#/components/schemas/Done")))
  private @interface Finished {}
}

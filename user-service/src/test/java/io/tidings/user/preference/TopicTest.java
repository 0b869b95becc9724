package io.tidings.user.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.BatchGetSubscriptionsRequest;
import io.tidings.proto.user.v1.CreateTopicRequest;
import io.tidings.proto.user.v1.DeleteTopicRequest;
import io.tidings.proto.user.v1.GetTopicRequest;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.ListSubscribersRequest;
import io.tidings.proto.user.v1.ListSubscribersResponse;
import io.tidings.proto.user.v1.ListSubscriptionsRequest;
import io.tidings.proto.user.v1.ListTopicsRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.StreamSubscribersRequest;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscribeResponse;
import io.tidings.proto.user.v1.SubscribedTopic;
import io.tidings.proto.user.v1.SubscriberUpdate;
import io.tidings.proto.user.v1.Subscription;
import io.tidings.proto.user.v1.Topic;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.tidings.proto.user.v1.UnsubscribeRequest;
import io.tidings.proto.user.v1.UpdateTopicRequest;
import io.tidings.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class TopicTest extends ServiceTest {
  private final String workspace = newWorkspace();

  @Test
  void usersSubscribeWithChannelsOfTheirOwn() {
    Topic topic = topic(workspace, "releases", "Releases");
    String ada = identify(ProfileUpdate.newBuilder().setUserId("ada"));
    String bob = identify(ProfileUpdate.newBuilder().setUserId("bob"));

    SubscribeResponse answer =
        subscribe("releases", wants("ada", "email", "sms", "email"), wants("nobody"), wants("bob"));

    assertThat(answer.getSubscribedCount()).isEqualTo(2);
    assertThat(answer.getUnknownList()).containsExactly(1);
    assertThat(subscribers("releases"))
        .extracting(Subscription::getProfileId, Subscription::getChannelsList)
        .containsExactly(tuple(ada, List.of("email", "sms")), tuple(bob, List.of()));
    subscribe(topic.getId(), wants("ada", "push"));
    assertThat(subscribers("releases").getFirst().getChannelsList()).containsExactly("push");
    assertThat(subscriptions("ada"))
        .extracting(it -> it.getTopic().getIdentifier(), SubscribedTopic::getChannelsList)
        .containsExactly(tuple("releases", List.of("push")));
  }

  @Test
  void tellsWhatManyUsersAreSubscribedTo() {
    topic(workspace, "first", "First");
    topic(workspace, "second", "Second");
    String both = identify(ProfileUpdate.newBuilder().setUserId("both"));
    String none = identify(ProfileUpdate.newBuilder().setUserId("none"));
    String one = identify(ProfileUpdate.newBuilder().setUserId("one"));
    subscribe("second", wants("both", "email"), wants("one"));
    subscribe("first", wants("both"));
    var request =
        BatchGetSubscriptionsRequest.newBuilder()
            .addProfileIds(none)
            .addProfileIds(both)
            .addProfileIds(one)
            .build();

    assertThat(
            TopicServiceGrpc.newBlockingStub(channel(workspace))
                .batchGetSubscriptions(request)
                .getProfilesList())
        .extracting(each ->
            each.getSubscriptionsList().stream()
                .map(it -> it.getTopic().getIdentifier() + it.getChannelsList())
                .toList())
        .containsExactly(List.of(), List.of("first[]", "second[email]"), List.of("second[]"));
    assertThat(
            TopicServiceGrpc.newBlockingStub(channel(newWorkspace()))
                .batchGetSubscriptions(request)
                .getProfilesList())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.getSubscriptionsList()).isEmpty());
  }

  @Test
  void endsSubscriptions() {
    topic(workspace, "ending", "Ending");
    identify(ProfileUpdate.newBuilder().setUserId("stays"));
    identify(ProfileUpdate.newBuilder().setUserId("goes"));
    subscribe("ending", wants("stays"), wants("goes"));

    assertThat(unsubscribe("ending", "goes", "nobody")).isEqualTo(1);
    assertThat(unsubscribe("ending", "goes")).isZero();
    assertThat(subscribers("ending")).hasSize(1);
    assertThat(subscriptions("goes")).isEmpty();
  }

  @Test
  void followsAMerge() {
    topic(workspace, "both", "Both");
    topic(workspace, "one", "One");
    identify(ProfileUpdate.newBuilder().setAnonymousId("browser"));
    String user = identify(ProfileUpdate.newBuilder().setUserId("merged"));
    subscribe("both", wants("merged", "sms"));
    SubscriberUpdate.Builder anonymous = SubscriberUpdate.newBuilder().addChannels("email");
    anonymous
        .getSelectorBuilder()
        .getIdentifierBuilder()
        .setType("anonymous_id")
        .setValue("browser");
    subscribe("both", anonymous);
    subscribe("one", anonymous);
    identify(ProfileUpdate.newBuilder().setUserId("merged").setAnonymousId("browser"));

    assertThat(subscriptions("merged"))
        .extracting(it -> it.getTopic().getIdentifier(), SubscribedTopic::getChannelsList)
        .containsExactly(tuple("both", List.of("email")), tuple("one", List.of("email")));
    assertThat(subscribers("both")).extracting(Subscription::getProfileId).containsExactly(user);
  }

  @Test
  void listsAndStreamsSubscribers() {
    topic(workspace, "many", "Many");
    for (int i = 0; i < 5; i++) {
      identify(ProfileUpdate.newBuilder().setUserId("many-" + i));
      subscribe("many", wants("many-" + i));
    }
    List<Subscription> streamed = new ArrayList<>();
    service(workspace)
        .streamSubscribers(StreamSubscribersRequest.newBuilder().setTopic("many").build())
        .forEachRemaining(part -> streamed.addAll(part.getSubscriptionsList()));

    assertThat(subscribers("many")).hasSize(5).isEqualTo(streamed);
  }

  @Test
  void aTopicIsMadeOnceRenamedAndDeleted() {
    Topic made = topic(workspace, "renamed", "Before");
    assertThat(topic(workspace, "renamed", "Again").getId()).isEqualTo(made.getId());
    Topic renamed =
        service(workspace)
            .updateTopic(
                UpdateTopicRequest.newBuilder().setTopic("renamed").setName("After").build())
            .getTopic();
    assertThat(renamed.getName()).isEqualTo("After");
    assertThat(get(workspace, made.getId())).isEqualTo(renamed);
    identify(ProfileUpdate.newBuilder().setUserId("of-renamed"));
    subscribe("renamed", wants("of-renamed"));

    service(workspace).deleteTopic(DeleteTopicRequest.newBuilder().setTopic("renamed").build());

    assertThatThrownBy(() -> get(workspace, "renamed")).satisfies(this::isNotFound);
    assertThatThrownBy(() -> subscribers("renamed")).satisfies(this::isNotFound);
    assertThat(subscriptions("of-renamed")).isEmpty();
  }

  @Test
  void anotherWorkspaceSeesNothing() {
    topic(workspace, "private", "Private");
    String other = newWorkspace();

    assertThatThrownBy(() -> get(other, "private")).satisfies(this::isNotFound);
    assertThat(service(other).listTopics(ListTopicsRequest.getDefaultInstance()).getTopicsList())
        .isEmpty();
  }

  @Test
  void refusesWhatIsNoTopic() {
    assertThatThrownBy(() -> topic(workspace, "nul\0", "x")).hasMessageContaining("identifier");
    assertThatThrownBy(() -> topic(workspace, " ", "x")).hasMessageContaining("identifier");
    assertThatThrownBy(() -> topic(workspace, "x".repeat(101), "x"))
        .hasMessageContaining("identifier");
    assertThat(topic(workspace, "x".repeat(100), "x").getIdentifier()).hasSize(100);
    topic(workspace, "strict", "Strict");
    identify(ProfileUpdate.newBuilder().setUserId("of-strict"));
    assertThatThrownBy(() -> subscribe("strict", wants("of-strict", "no channel")))
        .hasMessageContaining("subscribers[0].channels[0]");
  }

  private TopicServiceBlockingStub service(String of) {
    return TopicServiceGrpc.newBlockingStub(channel(of));
  }

  private String identify(ProfileUpdate.Builder update) {
    return ProfileServiceGrpc.newBlockingStub(channel(workspace))
        .identify(IdentifyRequest.newBuilder().setUpdate(update).build())
        .getProfile()
        .getId();
  }

  private Topic topic(String of, String identifier, String name) {
    return service(of)
        .createTopic(
            CreateTopicRequest.newBuilder().setIdentifier(identifier).setName(name).build())
        .getTopic();
  }

  private Topic get(String of, String topic) {
    return service(of).getTopic(GetTopicRequest.newBuilder().setTopic(topic).build()).getTopic();
  }

  private SubscribeResponse subscribe(String topic, SubscriberUpdate.Builder... subscribers) {
    var request = SubscribeRequest.newBuilder().setTopic(topic);
    for (SubscriberUpdate.Builder subscriber : subscribers) {
      request.addSubscribers(subscriber);
    }
    return service(workspace).subscribe(request.build());
  }

  private static SubscriberUpdate.Builder wants(String userId, String... channels) {
    return SubscriberUpdate.newBuilder()
        .setSelector(ProfileSelector.newBuilder().setUserId(userId))
        .addAllChannels(List.of(channels));
  }

  private int unsubscribe(String topic, String... userIds) {
    var request = UnsubscribeRequest.newBuilder().setTopic(topic);
    for (String userId : userIds) {
      request.addSelectors(ProfileSelector.newBuilder().setUserId(userId));
    }
    return service(workspace).unsubscribe(request.build()).getUnsubscribedCount();
  }

  private List<Subscription> subscribers(String topic) {
    List<Subscription> listed = new ArrayList<>();
    String token = "";
    do {
      ListSubscribersResponse page =
          service(workspace)
              .listSubscribers(
                  ListSubscribersRequest.newBuilder()
                      .setTopic(topic)
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      listed.addAll(page.getSubscriptionsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return listed;
  }

  private List<SubscribedTopic> subscriptions(String userId) {
    return service(workspace)
        .listSubscriptions(
            ListSubscriptionsRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setUserId(userId))
                .build())
        .getSubscriptionsList();
  }

  private void isNotFound(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }
}

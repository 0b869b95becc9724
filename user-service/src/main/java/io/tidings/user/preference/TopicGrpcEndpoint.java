package io.tidings.user.preference;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetSubscriptionsRequest;
import io.tidings.proto.user.v1.BatchGetSubscriptionsResponse;
import io.tidings.proto.user.v1.CreateTopicRequest;
import io.tidings.proto.user.v1.CreateTopicResponse;
import io.tidings.proto.user.v1.DeleteTopicRequest;
import io.tidings.proto.user.v1.DeleteTopicResponse;
import io.tidings.proto.user.v1.GetTopicRequest;
import io.tidings.proto.user.v1.GetTopicResponse;
import io.tidings.proto.user.v1.ListSubscribersRequest;
import io.tidings.proto.user.v1.ListSubscribersResponse;
import io.tidings.proto.user.v1.ListSubscriptionsRequest;
import io.tidings.proto.user.v1.ListSubscriptionsResponse;
import io.tidings.proto.user.v1.ListTopicsRequest;
import io.tidings.proto.user.v1.ListTopicsResponse;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.StreamSubscribersRequest;
import io.tidings.proto.user.v1.StreamSubscribersResponse;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscribeResponse;
import io.tidings.proto.user.v1.SubscribedTopic;
import io.tidings.proto.user.v1.SubscriptionsOfProfile;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceImplBase;
import io.tidings.proto.user.v1.UnsubscribeRequest;
import io.tidings.proto.user.v1.UnsubscribeResponse;
import io.tidings.proto.user.v1.UpdateTopicRequest;
import io.tidings.proto.user.v1.UpdateTopicResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.Part;
import io.tidings.rpc.PartStream;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.preference.Label.Kind;
import io.tidings.user.profile.ProfileDirectory;
import io.tidings.user.profile.ProfileWire;
import io.tidings.user.profile.Selector;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Topics and subscriptions over gRPC. */
@Singleton
final class TopicGrpcEndpoint extends TopicServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final int STREAMED_AT_ONCE = 1000;
  private static final int AT_MOST_OF_EACH = 100;

  private final Labels labels;
  private final Subscriptions subscriptions;
  private final ProfileDirectory directory;

  TopicGrpcEndpoint(Labels labels, Subscriptions subscriptions, ProfileDirectory directory) {
    this.labels = labels;
    this.subscriptions = subscriptions;
    this.directory = directory;
  }

  @Override
  public void createTopic(CreateTopicRequest request, StreamObserver<CreateTopicResponse> answer) {
    Label topic = put(request.getIdentifier(), request.getName());
    answer.onNext(CreateTopicResponse.newBuilder().setTopic(PreferenceWire.topic(topic)).build());
    answer.onCompleted();
  }

  @Override
  public void getTopic(GetTopicRequest request, StreamObserver<GetTopicResponse> answer) {
    Label topic = topic(request.getTopic());
    answer.onNext(GetTopicResponse.newBuilder().setTopic(PreferenceWire.topic(topic)).build());
    answer.onCompleted();
  }

  @Override
  public void updateTopic(UpdateTopicRequest request, StreamObserver<UpdateTopicResponse> answer) {
    Label topic = put(topic(request.getTopic()).identifier(), request.getName());
    answer.onNext(UpdateTopicResponse.newBuilder().setTopic(PreferenceWire.topic(topic)).build());
    answer.onCompleted();
  }

  @Override
  public void deleteTopic(DeleteTopicRequest request, StreamObserver<DeleteTopicResponse> answer) {
    if (!labels.delete(workspaceId(), topic(request.getTopic()), Kind.TOPIC)) {
      throw noTopic(request.getTopic());
    }
    answer.onNext(DeleteTopicResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> answer) {
    int size = size(request.getPageSize());
    List<Label> page =
        labels.page(workspaceId(), Kind.TOPIC, pageStart(request.getPageToken()), size + 1);
    ListTopicsResponse.Builder response = ListTopicsResponse.newBuilder();
    page.stream().limit(size).map(PreferenceWire::topic).forEach(response::addTopics);
    if (page.size() > size) {
      response.setNextPageToken(ProfileWire.pageToken(page.get(size - 1).id()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> answer) {
    Label topic = topic(request.getTopic());
    List<@Nullable UUID> users =
        users(
            request.getSubscribersList().stream().map(it -> it.getSelector()).toList(),
            "subscribers[%d].selector");
    Map<UUID, List<String>> channels = new LinkedHashMap<>();
    SubscribeResponse.Builder response = SubscribeResponse.newBuilder();
    for (int i = 0; i < users.size(); i++) {
      UUID user = users.get(i);
      if (user == null) {
        response.addUnknown(i);
      } else {
        channels.put(
            user, request.getSubscribers(i).getChannelsList().stream().distinct().toList());
      }
    }
    answer.onNext(
        response
            .setSubscribedCount(subscriptions.subscribe(workspaceId(), topic, channels))
            .build());
    answer.onCompleted();
  }

  @Override
  public void unsubscribe(UnsubscribeRequest request, StreamObserver<UnsubscribeResponse> answer) {
    Label topic = topic(request.getTopic());
    List<UUID> users =
        users(request.getSelectorsList(), "selectors[%d]").stream()
            .filter(Objects::nonNull)
            .toList();
    answer.onNext(
        UnsubscribeResponse.newBuilder()
            .setUnsubscribedCount(subscriptions.unsubscribe(workspaceId(), topic, users))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listSubscribers(
      ListSubscribersRequest request, StreamObserver<ListSubscribersResponse> answer) {
    int size = size(request.getPageSize());
    Label topic = topic(request.getTopic());
    List<Subscription> page =
        subscriptions.ofTopic(
            workspaceId(), topic.id(), pageStart(request.getPageToken()), size + 1);
    ListSubscribersResponse.Builder response = ListSubscribersResponse.newBuilder();
    page.stream().limit(size).map(PreferenceWire::subscription).forEach(response::addSubscriptions);
    if (page.size() > size) {
      response.setNextPageToken(ProfileWire.pageToken(page.get(size - 1).profileId()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void streamSubscribers(
      StreamSubscribersRequest request, StreamObserver<StreamSubscribersResponse> answer) {
    String workspaceId = workspaceId();
    Label topic = topic(request.getTopic());
    PartStream.answer(
        answer,
        (@Nullable Subscription last) ->
            Part.of(
                subscriptions.ofTopic(
                    workspaceId,
                    topic.id(),
                    last == null ? pageStart("") : last.profileId(),
                    STREAMED_AT_ONCE),
                STREAMED_AT_ONCE),
        part ->
            StreamSubscribersResponse.newBuilder()
                .addAllSubscriptions(part.stream().map(PreferenceWire::subscription).toList())
                .build());
  }

  @Override
  public void listSubscriptions(
      ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> answer) {
    int size = size(request.getPageSize());
    UUID user = users(List.of(request.getSelector()), "selector").getFirst();
    if (user == null) {
      throw Faults.notFound("nobody is known by that selector in this workspace");
    }
    List<Subscription> page =
        subscriptions.ofProfile(workspaceId(), user, pageStart(request.getPageToken()), size + 1);
    Map<UUID, Label> topics = topicsOf(page);
    ListSubscriptionsResponse.Builder response = ListSubscriptionsResponse.newBuilder();
    for (Subscription subscription : page.stream().limit(size).toList()) {
      Label topic = topics.get(subscription.topicId());
      if (topic != null) {
        response.addSubscriptions(subscribed(topic, subscription));
      }
    }
    if (page.size() > size) {
      response.setNextPageToken(ProfileWire.pageToken(page.get(size - 1).topicId()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void batchGetSubscriptions(
      BatchGetSubscriptionsRequest request, StreamObserver<BatchGetSubscriptionsResponse> answer) {
    List<UUID> users = request.getProfileIdsList().stream().map(UUID::fromString).toList();
    List<Subscription> all =
        subscriptions.ofProfiles(workspaceId(), Set.copyOf(users), AT_MOST_OF_EACH);
    Map<UUID, Label> topics = topicsOf(all);
    Map<UUID, SubscriptionsOfProfile.Builder> byUser = new HashMap<>();
    for (Subscription subscription : all) {
      Label topic = topics.get(subscription.topicId());
      if (topic != null) {
        byUser
            .computeIfAbsent(subscription.profileId(), _ -> SubscriptionsOfProfile.newBuilder())
            .addSubscriptions(subscribed(topic, subscription));
      }
    }
    BatchGetSubscriptionsResponse.Builder response = BatchGetSubscriptionsResponse.newBuilder();
    for (UUID user : users) {
      SubscriptionsOfProfile.Builder found = byUser.get(user);
      response.addProfiles(
          found == null ? SubscriptionsOfProfile.getDefaultInstance() : found.build());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private Map<UUID, Label> topicsOf(List<Subscription> page) {
    Map<UUID, Label> topics = new HashMap<>();
    labels
        .find(
            workspaceId(), Kind.TOPIC, page.stream().map(Subscription::topicId).distinct().toList())
        .forEach(topic -> topics.put(topic.id(), topic));
    return topics;
  }

  private static SubscribedTopic subscribed(Label topic, Subscription subscription) {
    return SubscribedTopic.newBuilder()
        .setTopic(PreferenceWire.topic(topic))
        .addAllChannels(subscription.channels())
        .setSubscribedAt(ValueWire.timestamp(subscription.subscribedAt()))
        .build();
  }

  private Label put(String identifier, String name) {
    try {
      return labels.put(workspaceId(), Kind.TOPIC, identifier, name);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  private Label topic(String reference) {
    return labels.find(workspaceId(), Kind.TOPIC, reference).orElseThrow(() -> noTopic(reference));
  }

  /**
   * @param field of the request, with the position where there are several
   */
  private List<@Nullable UUID> users(List<ProfileSelector> selectors, String field) {
    List<Selector> named = new ArrayList<>(selectors.size());
    try {
      for (ProfileSelector selector : selectors) {
        named.add(ProfileWire.selector(selector));
      }
    } catch (RefusedException e) {
      throw Faults.invalid(field.formatted(named.size()), e.reason());
    }
    return directory.find(workspaceId(), named);
  }

  private static UUID pageStart(String token) {
    try {
      return PreferenceWire.pageStart(token);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  private static int size(int asked) {
    return asked == 0 ? DEFAULT_PAGE_SIZE : asked;
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static StatusRuntimeException refused(RefusedException e) {
    return Faults.invalid(e.field(), e.reason());
  }

  private static StatusRuntimeException noTopic(String reference) {
    return Faults.notFound("this workspace has no topic " + RefusedException.quoted(reference));
  }
}

package io.tidings.gateway;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetSubscriptionsRequest;
import io.tidings.proto.user.v1.BatchGetSubscriptionsResponse;
import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.CategoryPreference;
import io.tidings.proto.user.v1.CategoryRules;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.CreateCategoryResponse;
import io.tidings.proto.user.v1.CreateTopicRequest;
import io.tidings.proto.user.v1.CreateTopicResponse;
import io.tidings.proto.user.v1.DeleteCategoryRequest;
import io.tidings.proto.user.v1.DeleteCategoryResponse;
import io.tidings.proto.user.v1.DeleteTopicRequest;
import io.tidings.proto.user.v1.DeleteTopicResponse;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.GetPreferencesResponse;
import io.tidings.proto.user.v1.GetTopicRequest;
import io.tidings.proto.user.v1.GetTopicResponse;
import io.tidings.proto.user.v1.ListCategoriesRequest;
import io.tidings.proto.user.v1.ListCategoriesResponse;
import io.tidings.proto.user.v1.ListSubscriptionsRequest;
import io.tidings.proto.user.v1.ListSubscriptionsResponse;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.proto.user.v1.SetPreferencesRequest;
import io.tidings.proto.user.v1.SetPreferencesResponse;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscribeResponse;
import io.tidings.proto.user.v1.SubscriberUpdate;
import io.tidings.proto.user.v1.Topic;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.UnsubscribeRequest;
import io.tidings.proto.user.v1.UnsubscribeResponse;
import io.tidings.proto.user.v1.UpdateTopicRequest;
import io.tidings.proto.user.v1.UpdateTopicResponse;
import io.tidings.rpc.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One topic and one user in a workspace are enough; users whose id begins with no are unknown. */
final class PlayedPreferences {
  private final Map<String, Map<String, Category>> categories = new ConcurrentHashMap<>();
  private final Map<String, List<CategoryRules>> rules = new ConcurrentHashMap<>();
  private final Map<String, Topic> topics = new ConcurrentHashMap<>();
  private final Map<String, SubscriberUpdate> subscribers = new ConcurrentHashMap<>();

  private Map<String, Category> categories() {
    return categories.computeIfAbsent(PlayedServices.workspace(), _ -> new LinkedHashMap<>());
  }

  private List<CategoryPreference> preferences() {
    var said = rules.getOrDefault(PlayedServices.workspace(), List.of());
    return categories().values().stream()
        .map(category ->
            CategoryPreference.newBuilder()
                .setCategory(category)
                .addAllChannels(
                    said.stream()
                        .filter(rule -> rule.getCategory().equals(category.getId()))
                        .flatMap(rule -> rule.getChannelsList().stream())
                        .toList())
                .build())
        .toList();
  }

  BindableService preferenceService() {
    return new PreferenceServiceGrpc.PreferenceServiceImplBase() {
      @Override
      public void createCategory(
          CreateCategoryRequest request, StreamObserver<CreateCategoryResponse> answer) {
        var category =
            Category.newBuilder()
                .setId("id of " + request.getIdentifier())
                .setIdentifier(request.getIdentifier())
                .setName(request.getName())
                .build();
        categories().put(category.getId(), category);
        answer.onNext(CreateCategoryResponse.newBuilder().setCategory(category).build());
        answer.onCompleted();
      }

      @Override
      public void listCategories(
          ListCategoriesRequest request, StreamObserver<ListCategoriesResponse> answer) {
        answer.onNext(
            ListCategoriesResponse.newBuilder().addAllCategories(categories().values()).build());
        answer.onCompleted();
      }

      @Override
      public void deleteCategory(
          DeleteCategoryRequest request, StreamObserver<DeleteCategoryResponse> answer) {
        if (categories().remove(request.getCategory()) == null) {
          throw Faults.notFound("there is no category '" + request.getCategory() + "'");
        }
        answer.onNext(DeleteCategoryResponse.getDefaultInstance());
        answer.onCompleted();
      }

      @Override
      public void getPreferences(
          GetPreferencesRequest request, StreamObserver<GetPreferencesResponse> answer) {
        if (request.getSelector().getUserId().startsWith("no")) {
          throw Faults.notFound("nobody is known by that selector");
        }
        answer.onNext(GetPreferencesResponse.newBuilder().addAllPreferences(preferences()).build());
        answer.onCompleted();
      }

      @Override
      public void setPreferences(
          SetPreferencesRequest request, StreamObserver<SetPreferencesResponse> answer) {
        rules.put(PlayedServices.workspace(), request.getRulesList());
        answer.onNext(SetPreferencesResponse.newBuilder().addAllPreferences(preferences()).build());
        answer.onCompleted();
      }
    };
  }

  private Topic topic(String named) {
    var topic = topics.get(PlayedServices.workspace());
    if (topic == null || !topic.getIdentifier().equals(named)) {
      throw Faults.notFound("there is no topic '" + named + "'");
    }
    return topic;
  }

  BindableService topicService() {
    return new TopicServiceGrpc.TopicServiceImplBase() {
      @Override
      public void createTopic(
          CreateTopicRequest request, StreamObserver<CreateTopicResponse> answer) {
        var topic =
            Topic.newBuilder()
                .setId("id of " + request.getIdentifier())
                .setIdentifier(request.getIdentifier())
                .setName(request.getName())
                .build();
        topics.put(PlayedServices.workspace(), topic);
        answer.onNext(CreateTopicResponse.newBuilder().setTopic(topic).build());
        answer.onCompleted();
      }

      @Override
      public void getTopic(GetTopicRequest request, StreamObserver<GetTopicResponse> answer) {
        answer.onNext(GetTopicResponse.newBuilder().setTopic(topic(request.getTopic())).build());
        answer.onCompleted();
      }

      @Override
      public void batchGetSubscriptions(
          BatchGetSubscriptionsRequest request,
          StreamObserver<BatchGetSubscriptionsResponse> answer) {
        var response = BatchGetSubscriptionsResponse.newBuilder();
        var subscriber = subscribers.get(PlayedServices.workspace());
        for (var profileId : request.getProfileIdsList()) {
          var found = response.addProfilesBuilder();
          if (subscriber != null && subscriber.getSelector().getProfileId().equals(profileId)) {
            found.addSubscriptionsBuilder().setTopic(topics.get(PlayedServices.workspace()));
          }
        }
        answer.onNext(response.build());
        answer.onCompleted();
      }

      @Override
      public void updateTopic(
          UpdateTopicRequest request, StreamObserver<UpdateTopicResponse> answer) {
        var topic = topic(request.getTopic()).toBuilder().setName(request.getName()).build();
        topics.put(PlayedServices.workspace(), topic);
        answer.onNext(UpdateTopicResponse.newBuilder().setTopic(topic).build());
        answer.onCompleted();
      }

      @Override
      public void deleteTopic(
          DeleteTopicRequest request, StreamObserver<DeleteTopicResponse> answer) {
        topic(request.getTopic());
        topics.remove(PlayedServices.workspace());
        answer.onNext(DeleteTopicResponse.getDefaultInstance());
        answer.onCompleted();
      }

      @Override
      public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> answer) {
        topic(request.getTopic());
        var response = SubscribeResponse.newBuilder();
        for (var i = 0; i < request.getSubscribersCount(); i++) {
          var subscriber = request.getSubscribers(i);
          if (subscriber.getSelector().getUserId().startsWith("no")) {
            response.addUnknown(i);
          } else {
            subscribers.put(PlayedServices.workspace(), subscriber);
            response.setSubscribedCount(response.getSubscribedCount() + 1);
          }
        }
        answer.onNext(response.build());
        answer.onCompleted();
      }

      @Override
      public void unsubscribe(
          UnsubscribeRequest request, StreamObserver<UnsubscribeResponse> answer) {
        topic(request.getTopic());
        subscribers.remove(PlayedServices.workspace());
        answer.onNext(
            UnsubscribeResponse.newBuilder()
                .setUnsubscribedCount(request.getSelectorsCount())
                .build());
        answer.onCompleted();
      }

      @Override
      public void listSubscriptions(
          ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> answer) {
        var response = ListSubscriptionsResponse.newBuilder();
        var subscriber = subscribers.get(PlayedServices.workspace());
        if (subscriber != null) {
          response
              .addSubscriptionsBuilder()
              .setTopic(topics.get(PlayedServices.workspace()))
              .addAllChannels(subscriber.getChannelsList());
        }
        answer.onNext(response.build());
        answer.onCompleted();
      }
    };
  }
}

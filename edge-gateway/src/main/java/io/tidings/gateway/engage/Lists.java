package io.tidings.gateway.engage;

import io.tidings.proto.user.v1.GetTopicRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscriberUpdate;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.tidings.proto.user.v1.UnsubscribeRequest;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.List;

/** Lists that users subscribe to, which user-service calls topics. */
@Singleton
final class Lists {
  private final TopicServiceBlockingStub topics;

  Lists(ServiceChannels channels) {
    this.topics = TopicServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /** Refuses a list that is not there, before anything is written. */
  void demand(List<ListChoice> choices) {
    for (var choice : choices) {
      topics.getTopic(GetTopicRequest.newBuilder().setTopic(choice.id()).build());
    }
  }

  void choose(String profileId, List<ListChoice> choices) {
    var user = ProfileSelector.newBuilder().setProfileId(profileId).build();
    for (var choice : choices) {
      if (choice.subscribed()) {
        topics.subscribe(
            SubscribeRequest.newBuilder()
                .setTopic(choice.id())
                .addSubscribers(SubscriberUpdate.newBuilder().setSelector(user))
                .build());
      } else {
        topics.unsubscribe(
            UnsubscribeRequest.newBuilder().setTopic(choice.id()).addSelectors(user).build());
      }
    }
  }
}

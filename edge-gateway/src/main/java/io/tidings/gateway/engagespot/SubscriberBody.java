package io.tidings.gateway.engagespot;

import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscriberUpdate;
import io.tidings.proto.user.v1.UnsubscribeRequest;
import io.tidings.proto.value.v1.Value;
import java.util.List;

/** Subscribers as a server writes them: ids, or objects with an identifier and channels. */
final class SubscriberBody {
  private SubscriberBody() {}

  /**
   * @throws DefectException naming what is missing or not of its kind
   */
  static SubscribeRequest subscribing(String topic, Fields body) {
    var request = SubscribeRequest.newBuilder().setTopic(topic);
    var users = users(body);
    for (var i = 0; i < users.size(); i++) {
      request.addSubscribers(subscriber(at(i), users.get(i)));
    }
    return request.build();
  }

  static UnsubscribeRequest unsubscribing(String topic, Fields body) {
    var request = UnsubscribeRequest.newBuilder().setTopic(topic);
    var users = users(body);
    for (var i = 0; i < users.size(); i++) {
      request.addSelectors(subscriber(at(i), users.get(i)).getSelector());
    }
    return request.build();
  }

  private static List<Value> users(Fields body) {
    var users = body.list("users");
    if (users.isEmpty()) {
      throw new DefectException("users", "is missing; name at least one user");
    }
    return users;
  }

  private static String at(int place) {
    return "users[" + place + "]";
  }

  private static SubscriberUpdate subscriber(String at, Value user) {
    if (user.hasText()) {
      return SubscriberUpdate.newBuilder().setSelector(named(user.getText())).build();
    }
    var fields = Bodies.object(at, user);
    return SubscriberUpdate.newBuilder()
        .setSelector(named(Bodies.required(fields, "identifier")))
        .addAllChannels(Bodies.channels(fields))
        .build();
  }

  private static ProfileSelector named(String userId) {
    return ProfileSelector.newBuilder().setUserId(userId).build();
  }
}

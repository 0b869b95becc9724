package io.tidings.user.preference;

import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.CategoryPreference;
import io.tidings.proto.user.v1.ChannelRule;
import io.tidings.proto.user.v1.Topic;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.profile.ProfileWire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Categories, topics and what users said of them, between domain and wire. */
final class PreferenceWire {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private PreferenceWire() {}

  static Category category(Label label) {
    return Category.newBuilder()
        .setId(label.id().toString())
        .setIdentifier(label.identifier())
        .setName(label.name())
        .setCreatedAt(ValueWire.timestamp(label.createdAt()))
        .build();
  }

  static Topic topic(Label label) {
    return Topic.newBuilder()
        .setId(label.id().toString())
        .setIdentifier(label.identifier())
        .setName(label.name())
        .setCreatedAt(ValueWire.timestamp(label.createdAt()))
        .build();
  }

  static io.tidings.proto.user.v1.Subscription subscription(Subscription subscription) {
    return io.tidings.proto.user.v1.Subscription.newBuilder()
        .setProfileId(subscription.profileId().toString())
        .setTopicId(subscription.topicId().toString())
        .addAllChannels(subscription.channels())
        .setSubscribedAt(ValueWire.timestamp(subscription.subscribedAt()))
        .build();
  }

  /** One for each category, also where nothing was said of it. */
  static List<CategoryPreference> preferences(List<Label> categories, List<Rule> rules) {
    Map<UUID, CategoryPreference.Builder> byCategory = new HashMap<>();
    List<CategoryPreference.Builder> preferences = new ArrayList<>(categories.size());
    for (Label label : categories) {
      var preference = CategoryPreference.newBuilder().setCategory(category(label));
      byCategory.put(label.id(), preference);
      preferences.add(preference);
    }
    for (Rule rule : rules) {
      var preference = byCategory.get(rule.categoryId());
      if (preference != null) {
        preference.addChannels(
            ChannelRule.newBuilder().setChannel(rule.channel()).setEnabled(rule.enabled()));
      }
    }
    return preferences.stream().map(CategoryPreference.Builder::build).toList();
  }

  static io.tidings.proto.user.v1.OptOut optOut(OptOut optOut) {
    return io.tidings.proto.user.v1.OptOut.newBuilder()
        .setProfileId(optOut.profileId().toString())
        .setCategoryId(optOut.categoryId().toString())
        .setCategory(optOut.category())
        .setChannel(optOut.channel())
        .setSince(ValueWire.timestamp(optOut.since()))
        .build();
  }

  /** The id after which the page begins. */
  static UUID pageStart(String token) throws RefusedException {
    UUID after = ProfileWire.pageStart(token);
    return after == null ? BEFORE_ALL : after;
  }
}

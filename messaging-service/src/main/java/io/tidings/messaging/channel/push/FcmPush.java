package io.tidings.messaging.channel.push;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Reach;
import io.tidings.messaging.channel.ReceiptListener;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Google's push service (Firebase Cloud Messaging, HTTP v1), with a service account. */
@Singleton
public final class FcmPush implements Provider {

  private final Clock clock;
  private final JsonMapper json;

  public FcmPush(Clock clock, JsonMapper json) {
    this.clock = clock;
    this.json = json;
  }

  @Override
  public String id() {
    return "fcm";
  }

  @Override
  public Set<Reach> reaches() {
    return Set.of(Reach.ANDROID_PUSH);
  }

  @Override
  public List<Setting> settings() {
    return FcmSettings.DECLARED;
  }

  /**
   * Google takes no id of ours; the notification's tag only makes a second take the first's place.
   */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts) {
    return new FcmConnection(
        FcmSettings.from(SettingValues.of(FcmSettings.DECLARED, settings), json), clock, json);
  }
}

package io.tidings.messaging.channel.push;

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

/** Apple's push service, with a signing key (not a certificate) as credentials. */
@Singleton
public final class ApnsPush implements Provider {

  private final Clock clock;

  public ApnsPush(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String id() {
    return "apns";
  }

  @Override
  public Set<Reach> reaches() {
    return Set.of(Reach.IOS_PUSH);
  }

  @Override
  public List<Setting> settings() {
    return ApnsSettings.DECLARED;
  }

  /**
   * Apple takes our id, but as a name and not as a key: the same id twice is shown twice, though in
   * one place, by the collapse id.
   */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts) {
    return new ApnsConnection(
        ApnsSettings.from(SettingValues.of(ApnsSettings.DECLARED, settings)), clock);
  }
}

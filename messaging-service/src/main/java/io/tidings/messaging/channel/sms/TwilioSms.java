package io.tidings.messaging.channel.sms;

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

/** Twilio's Programmable Messaging, with an account's token. */
@Singleton
public final class TwilioSms implements Provider {

  private final Clock clock;
  private final JsonMapper json;

  public TwilioSms(Clock clock, JsonMapper json) {
    this.clock = clock;
    this.json = json;
  }

  @Override
  public String id() {
    return "twilio";
  }

  @Override
  public Set<Reach> reaches() {
    return Set.of(Reach.SMS);
  }

  @Override
  public List<Setting> settings() {
    return TwilioSettings.DECLARED;
  }

  /** Twilio takes no id of ours. */
  @Override
  public boolean repeatable() {
    return false;
  }

  /** Receipts come by webhook instead. */
  @Override
  public ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts) {
    return new TwilioConnection(
        TwilioSettings.from(SettingValues.of(TwilioSettings.DECLARED, settings)), json, clock);
  }
}

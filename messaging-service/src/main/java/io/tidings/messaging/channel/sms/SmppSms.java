package io.tidings.messaging.channel.sms;

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

/** Any message centre that takes text messages over SMPP 3.4. */
@Singleton
public final class SmppSms implements Provider {

  private final Clock clock;

  public SmppSms(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String id() {
    return "smpp";
  }

  @Override
  public Set<Reach> reaches() {
    return Set.of(Reach.SMS);
  }

  @Override
  public List<Setting> settings() {
    return SmppSettings.DECLARED;
  }

  /** SMPP knows no idempotency key. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts) {
    SmppSettings checked = SmppSettings.from(SettingValues.of(SmppSettings.DECLARED, settings));
    return new SmppConnection(checked, new SmppBinding(checked, new SmppReceipts(receipts, clock)));
  }
}

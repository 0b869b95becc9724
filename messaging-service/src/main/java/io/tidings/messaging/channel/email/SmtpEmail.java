package io.tidings.messaging.channel.email;

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

/** Any mail server that takes submissions over SMTP. */
@Singleton
public final class SmtpEmail implements Provider {

  private final Clock clock;

  public SmtpEmail(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String id() {
    return "smtp";
  }

  @Override
  public Set<Reach> reaches() {
    return Set.of(Reach.EMAIL);
  }

  @Override
  public List<Setting> settings() {
    return SmtpSettings.DECLARED;
  }

  /** A mail server passes on every copy that it takes; the Message-ID only lets a reader see it. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts) {
    return new SmtpConnection(
        SmtpSettings.from(SettingValues.of(SmtpSettings.DECLARED, settings)), clock);
  }
}

package io.tidings.messaging.standin;

import io.micronaut.context.annotation.Factory;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Reach;
import io.tidings.messaging.channel.ReceiptListener;
import io.tidings.messaging.channel.Setting;
import io.tidings.messaging.channel.SettingValues;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A provider of everything, whose answers tests decide. */
public final class StandInProvider implements Provider {
  private final String id;
  private final boolean repeatable;
  private final Set<Reach> reaches;

  private StandInProvider(String id, boolean repeatable, Set<Reach> reaches) {
    this.id = id;
    this.repeatable = repeatable;
    this.reaches = reaches;
  }

  @Factory
  static final class Beans {
    @Singleton
    @Named("standin")
    Provider everything() {
      return new StandInProvider("standin", false, Set.of(Reach.values()));
    }

    @Singleton
    @Named("standin-repeatable")
    Provider repeatable() {
      return new StandInProvider("standin-repeatable", true, Set.of(Reach.EMAIL));
    }

    @Singleton
    @Named("standin-android")
    Provider android() {
      return new StandInProvider("standin-android", false, Set.of(Reach.ANDROID_PUSH));
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Set<Reach> reaches() {
    return reaches;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required("box", "where messages go"),
        Setting.optionalSecret("password", "a secret"),
        Setting.number("concurrency", "calls at once", 1, 100, 5));
  }

  @Override
  public boolean repeatable() {
    return repeatable;
  }

  @Override
  public ProviderConnection connect(Map<String, String> settings, ReceiptListener receipts) {
    SettingValues values = SettingValues.of(settings(), settings);
    if ("bad".equals(values.textOrNull("password"))) {
      throw new InvalidSettings("password", "password is known to be bad");
    }
    Box box = Box.of(values.text("box"));
    box.connected(receipts);
    int concurrency = values.number("concurrency");
    return new ProviderConnection() {
      @Override
      public Outcome send(Message message) {
        return box.take(message);
      }

      @Override
      public int concurrency() {
        return concurrency;
      }

      @Override
      public void close() {}
    };
  }
}

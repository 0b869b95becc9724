package io.tidings.integration.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidings.rpc.InvalidInputException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What everything that can be connected to keeps to. */
public abstract class ConnectableContract {
  protected abstract Connectable connectable();

  protected abstract Map<String, String> validSettings();

  protected final Settings settings() {
    return Settings.of(connectable().settings(), validSettings());
  }

  @Test
  void declaresItself() {
    assertThat(connectable().id()).matches("[a-z][a-z0-9_]*");
    assertThat(connectable().name()).isNotBlank();
    assertThat(connectable().settings())
        .allSatisfy(setting -> assertThat(setting.name()).matches("[a-z][a-z0-9_]*"))
        .allSatisfy(setting -> assertThat(setting.description()).isNotBlank())
        .extracting(Setting::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void demandsWhatItRequires() {
    for (Setting setting : connectable().settings()) {
      if (setting.required()) {
        Map<String, String> lacking = new TreeMap<>(validSettings());
        lacking.remove(setting.name());
        assertThat(
                catchThrowableOfType(
                        InvalidInputException.class,
                        () -> Settings.of(connectable().settings(), lacking))
                    .violations())
            .singleElement()
            .satisfies(violation -> assertThat(violation.field()).contains(setting.name()));
      }
    }
  }
}

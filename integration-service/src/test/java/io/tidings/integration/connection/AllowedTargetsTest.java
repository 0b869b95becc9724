package io.tidings.integration.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTargetsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.8.8.8/",
        "http://localhost/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/"
      })
  void refusesPrivateAddresses(String target) {
    assertThat(new AllowedTargets(false).objectionTo(URI.create(target)))
        .hasValueSatisfying(
            objection -> assertThat(objection).contains("TIDINGS_ALLOW_PRIVATE_TARGETS=true"));
    assertThat(new AllowedTargets(true).objectionTo(URI.create(target))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://8.8.8.8/", "http://100.128.0.1/", "http://[2001:4860::8888]/"})
  void takesPublicAddresses(String target) {
    assertThat(new AllowedTargets(false).objectionTo(URI.create(target))).isEmpty();
  }

  @Test
  void leavesANameThatIsNotKnownNowToTheCall() {
    assertThat(new AllowedTargets(false).objectionTo(URI.create("https://nowhere.invalid/")))
        .isEmpty();
  }
}

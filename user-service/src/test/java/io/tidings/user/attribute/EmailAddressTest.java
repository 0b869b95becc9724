package io.tidings.user.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ada@example.com, ada@example.com",
    "' Ada.Lovelace@Example.COM ', ada.lovelace@example.com",
    "ada+news@mint.test, ada+news@mint.test",
    "o'hara@sub.domain.example, o'hara@sub.domain.example",
    "info@bücher.example, info@xn--bcher-kva.example",
    "ada@company.newtopleveldomain, ada@company.newtopleveldomain",
  })
  void keepsAnAddressInOneForm(String offered, String kept) {
    assertThat(EmailAddress.normalised(offered)).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.com",
        "ada@",
        "ada@localhost",
        "ada@example..com",
        "ada@.com",
        "ada@example.com.",
        "ada@127.0.0.1",
        "ada lovelace@example.com",
        "ada@exa mple.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "a@b@example.com",
      })
  void refusesWhatIsNoAddress(String offered) {
    assertThat(EmailAddress.normalised(offered)).isEmpty();
  }
}

package io.tidings.user.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @ParameterizedTest
  @CsvSource({
    "2348012345678, +2348012345678",
    "+2348012345678, +2348012345678",
    "'+234 801 234-5678', +2348012345678",
    "15551234567, +15551234567",
    "+390612345678, +390612345678",
    "+4915123456789, +4915123456789",
  })
  void keepsANumberAsE164(String offered, String kept) {
    assertThat(PhoneNumber.normalised(offered)).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "08012",
        "08012345678",
        "+08012345678",
        "0012025550123",
        "12345",
        "+1 555 123",
        "+999123456789",
        "12345678901234567890",
        "call me",
        "+234801234567x",
        "tel:+2348012345678",
      })
  void refusesWhatCannotBeDialledFromAbroad(String offered) {
    assertThat(PhoneNumber.normalised(offered)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"+2348012345678, true", "2348012345678, false", "+08012, false", "ada, false"})
  void tellsE164FromDigitsThatHappenToBeANumber(String text, boolean isE164) {
    assertThat(PhoneNumber.isE164(text)).isEqualTo(isE164);
  }
}

package io.tidings.messaging.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jsmpp.bean.Alphabet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsPartsTest {

  private static final UUID SEND = UUID.fromString("0198f1d0-0000-7000-8000-000000000001");

  @ParameterizedTest
  @CsvSource({
    "a, 160, 1", "a, 161, 2", "a, 306, 2", "a, 307, 3", "€, 80, 1", "€, 81, 2", "€, 152, 2",
    "€, 153, 3", "ж, 70, 1", "ж, 71, 2", "ж, 134, 2", "ж, 135, 3", "📶, 35, 1", "📶, 36, 2",
    "📶, 66, 2", "📶, 67, 3"
  })
  void takesAsManyPartsAsItMust(String character, int times, int parts) {
    List<byte[]> made = SmsParts.of(character.repeat(times), SEND).parts();
    assertThat(made).hasSize(parts);
    // Seven bits to a code in the GSM alphabet, whose codes SMPP carries a byte each.
    assertThat(made).allMatch(part -> part.length <= 160);
  }

  @Test
  void partsCarryOneReferenceTheirNumberAndHowManyThereAre() {
    SmsParts parts = SmsParts.of("a".repeat(200), SEND);
    byte reference = (byte) SEND.hashCode();
    assertThat(parts.concatenated()).isTrue();
    assertThat(parts.parts().get(0)).startsWith(5, 0, 3, reference, 2, 1).hasSize(6 + 153);
    assertThat(parts.parts().get(1)).startsWith(5, 0, 3, reference, 2, 2).hasSize(6 + 47);
  }

  @Test
  void doesNotTearACharacterApart() {
    // 152 codes, then one character of two: it does not fit into the first part.
    byte[] first = SmsParts.of("a".repeat(152) + "€" + "a".repeat(20), SEND).parts().getFirst();
    assertThat(first).hasSize(6 + 152);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'@£$¥èéùìòÇ', 00010203040506070809",
    "'Hello', 48656c6c6f",
    "'ΔΦΓΛΩΠΨΣΘΞ', 10121314151617181 91a",
    "'^{}\\[~]|€', 1b141b281b291b2f1b3c1b3d1b3e1b401b65",
    "'ÄÖÑÜ§¿äöñüà', 5b5c5d5e5f607b7c7d7e7f"
  })
  void codesTheGsmAlphabet(String text, String codes) {
    SmsParts parts = SmsParts.of(text, SEND);
    assertThat(parts.alphabet()).isEqualTo(Alphabet.ALPHA_DEFAULT);
    assertThat(HexFormat.of().formatHex(parts.parts().getFirst()))
        .isEqualTo(codes.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({"ç", "ж", "’", "📶", "'\u001b'"})
  void writesEverythingElseInUcs2(String text) {
    assertThat(SmsParts.of(text, SEND).alphabet()).isEqualTo(Alphabet.ALPHA_UCS2);
  }
}

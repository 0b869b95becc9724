package io.tidings.user.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeValue.DateTime;
import io.tidings.user.attribute.AttributeValue.Flag;
import io.tidings.user.attribute.AttributeValue.Named;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.attribute.AttributeValue.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttributeSchemaTest {
  @ParameterizedTest
  @DisplayName("Behaviours 5 and 33: one canonical name, whichever alias was used")
  @CsvSource({
    "first_name, first_name, Ada, Ada",
    "firstName, first_name, Ada, Ada",
    "lastName, last_name, Lovelace, Lovelace",
    "email, email, Ada@Example.com, ada@example.com",
    "phone, number, 2348012345678, +2348012345678",
    "phoneNumber, number, +2348012345678, +2348012345678",
    "number, number, +2348012345678, +2348012345678",
    "deviceToken, device_token, abc, abc",
    "devicePlatform, device_platform, ios, ios",
    "favouriteColour, favouriteColour, blue, blue",
  })
  void knowsAliases(String offered, String canonical, String value, String kept) throws Exception {
    assertThat(AttributeSchema.accepted(Map.of(offered, new Text(value))))
        .isEqualTo(Map.of(canonical, new Text(kept)));
  }

  @Test
  void prefersTheCanonicalNameWhereSeveralAreGiven() throws Exception {
    assertThat(
            AttributeSchema.accepted(
                Map.of("phone", new Text("+4915123456789"), "number", new Text("+2348012345678"))))
        .isEqualTo(Map.of("number", new Text("+2348012345678")));
  }

  static Stream<Arguments> converted() {
    return Stream.of(
        Arguments.of("number", new Number(2348012345678.0), new Text("+2348012345678")),
        Arguments.of("first_name", new Number(7), new Text("7")),
        Arguments.of("email", new Text("  "), Nothing.NOTHING),
        Arguments.of("number", new Text(""), Nothing.NOTHING),
        Arguments.of("email", Nothing.NOTHING, Nothing.NOTHING),
        Arguments.of(
            "last_seen",
            new Text("2026-03-01T09:30:00Z"),
            new DateTime(Instant.parse("2026-03-01T09:30:00Z"))));
  }

  @ParameterizedTest
  @MethodSource("converted")
  void makesWhatIsMeantOfWhatIsOffered(String name, AttributeValue offered, AttributeValue kept)
      throws Exception {
    assertThat(AttributeSchema.accepted(Map.of(name, offered))).isEqualTo(Map.of(name, kept));
  }

  @Test
  @DisplayName("Behaviour 14: any further attribute, of each type")
  void takesAnyFurtherAttribute() throws Exception {
    Map<String, AttributeValue> offered =
        Map.of(
            "plan", new Text("gold"),
            "usage", new Number(12.5),
            "vip", new Flag(true),
            "joined", new DateTime(Instant.parse("2026-01-02T03:04:05.678Z")),
            "tags", new Values(List.of(new Text("a"), new Number(1), Nothing.NOTHING)),
            "a.b \"c\" 🎉", new Named(Map.of("d.e", new Flag(false))));

    assertThat(AttributeSchema.accepted(offered)).isEqualTo(offered);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            "number",
            new Text("08012"),
            "attributes.number",
            "number '08012' is not a phone number in international format, like +2348012345678"),
        Arguments.of(
            "phone",
            new Text("08012"),
            "attributes.phone",
            "phone '08012' is not a phone number in international format, like +2348012345678"),
        Arguments.of(
            "number",
            new Flag(true),
            "attributes.number",
            "number 'true' is not a phone number in international format, like +2348012345678"),
        Arguments.of(
            "email",
            new Text("ada"),
            "attributes.email",
            "email 'ada' is not an e-mail address, like ada@example.com"),
        Arguments.of(
            "first_name",
            new Values(List.of()),
            "attributes.first_name",
            "first_name 'a list' is not a text"),
        Arguments.of(
            "page_views",
            new Text("many"),
            "attributes.page_views",
            "page_views 'many' is not a number"),
        Arguments.of(
            "last_seen",
            new Text("yesterday"),
            "attributes.last_seen",
            "last_seen 'yesterday' is not a date-time, like 2026-03-01T09:30:00Z"),
        Arguments.of(
            "usage",
            new Number(Double.NaN),
            "attributes.usage",
            "usage 'NaN' is not a finite number"),
        Arguments.of(
            "note",
            new Text("a\0b"),
            "attributes.note",
            "attributes.note contains a NUL character, which no text may"),
        Arguments.of("  ", new Text("x"), "attributes", "an attribute has no name; give it one"),
        Arguments.of(
            "x".repeat(256),
            new Text("x"),
            "attributes",
            "attribute name '" + "x".repeat(100) + "…' is longer than 255 characters"),
        Arguments.of(
            "deep", nested(17), "attributes.deep", "deep is nested deeper than 16 levels"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatCannotBeKept(String name, AttributeValue offered, String field, String reason) {
    assertThatThrownBy(() -> AttributeSchema.accepted(Map.of(name, offered)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.reason()).isEqualTo(reason);
            });
  }

  @Test
  void takesTheDeepestAndTheLongest() throws Exception {
    Map<String, AttributeValue> offered = Map.of("🎉".repeat(255), nested(16));

    assertThat(AttributeSchema.accepted(offered)).isEqualTo(offered);
  }

  private static AttributeValue nested(int depth) {
    return depth == 1 ? new Text("x") : new Values(List.of(nested(depth - 1)));
  }
}

package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeValue.DateTime;
import io.tidings.user.attribute.AttributeValue.Flag;
import io.tidings.user.attribute.AttributeValue.Named;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.attribute.AttributeValue.Values;
import io.tidings.user.device.Device;
import io.tidings.user.device.Devices;
import io.tidings.user.device.Platform;
import io.tidings.user.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProfileCodecTest {
  private static final Instant AT = Instant.parse("2026-03-01T09:30:00.123456789Z");

  @Test
  void attributesComeBackAsTheyWere() {
    Map<String, Attribute> attributes =
        Map.of(
            "text", new Attribute(new Text("a \"b\" \\ 🎉 \n"), AT),
            "whole", new Attribute(new Number(42), AT),
            "fraction", new Attribute(new Number(0.1), AT),
            "huge", new Attribute(new Number(Double.MAX_VALUE), AT),
            "tiny", new Attribute(new Number(Double.MIN_VALUE), AT),
            "flag", new Attribute(new Flag(false), AT),
            "date", new Attribute(new DateTime(Instant.parse("0001-01-01T00:00:00Z")), AT),
            "removed", new Attribute(Nothing.NOTHING, Attribute.DERIVED),
            "list",
                new Attribute(
                    new Values(
                        List.of(
                            new Number(1),
                            Nothing.NOTHING,
                            new Values(List.of()),
                            new DateTime(AT))),
                    AT),
            "a.b", new Attribute(new Named(Map.of("at", new Text("x"), "", new Flag(true))), AT));

    assertThat(written(List.of(), attributes, Devices.NONE).attributes()).isEqualTo(attributes);
  }

  @Test
  void readsWhateverWasWritten() {
    Map<String, Attribute> attributes =
        Map.of(
            "name", new Attribute(new Named(Map.of("a".repeat(70_000), new Flag(true))), AT),
            "text", new Attribute(new Text("a".repeat(21_000_000)), AT));

    assertThat(written(List.of(), attributes, Devices.NONE).attributes().equals(attributes))
        .isTrue();
  }

  @Test
  void identifiersKeepTheirOrder() {
    List<Identifier> identifiers =
        List.of(new Identifier("z", "\"1\""), new Identifier("a", "2"), new Identifier("z", "0"));

    assertThat(written(identifiers, Map.of(), Devices.NONE).identifiers()).isEqualTo(identifiers);
    assertThat(written(List.of(), Map.of(), Devices.NONE).identifiers()).isEmpty();
  }

  @Test
  void devicesComeBackAsTheyWere() {
    Devices devices =
        new Devices(
            List.of(
                new Device("t2", Platform.IOS, AT),
                new Device("t1", Platform.ANDROID, AT.minusNanos(1))));

    assertThat(written(List.of(), Map.of(), devices).devices()).isEqualTo(devices);
    assertThat(written(List.of(), Map.of(), Devices.NONE).devices()).isEqualTo(Devices.NONE);
  }

  private static ProfileCodec.Document written(
      List<Identifier> identifiers, Map<String, Attribute> attributes, Devices devices) {
    return ProfileCodec.document(
        ProfileCodec.document(
            new Profile(new UUID(1, 2), "ada", identifiers, attributes, devices, 1, AT, AT)));
  }
}

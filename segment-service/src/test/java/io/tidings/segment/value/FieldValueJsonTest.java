package io.tidings.segment.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldValueJsonTest {

  @Test
  void readsWhatItWrites() {
    Map<String, FieldValue> values =
        Map.of(
            "text", new FieldValue.Text("a \"quoted\" 日本語 🙂 \n"),
            "whole", new FieldValue.Number(12),
            "large", new FieldValue.Number(1e300),
            "broken", new FieldValue.Number(0.1),
            "flag", new FieldValue.Flag(true),
            "moment", new FieldValue.Moment(-5),
            "items",
                new FieldValue.Items(List.of(new FieldValue.Text("x"), new FieldValue.Number(1))),
            "fields", new FieldValue.Fields(Map.of("$moment", new FieldValue.Number(1))),
            "$fields", new FieldValue.Fields(Map.of()),
            "", new FieldValue.Items(List.of()));
    assertThat(FieldValueJson.readFields(FieldValueJson.write(values))).isEqualTo(values);
  }

  @Test
  void writesEqualValuesEqually() {
    assertThat(FieldValueJson.write(new FieldValue.Number(100.0))).isEqualTo("100");
    assertThat(FieldValueJson.write(new FieldValue.Number(-0.0))).isEqualTo("0");
    assertThat(FieldValueJson.write(new FieldValue.Moment(7))).isEqualTo("{\"$moment\":7}");
  }
}

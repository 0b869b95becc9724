package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.gateway.json.JsonReader;
import io.tidings.proto.value.v1.Value;
import java.net.http.HttpResponse;
import java.util.List;

/** A JSON value that a test looks into; what is absent is null. */
record Json(Value value) {
  static Json of(HttpResponse<String> response) {
    var object = JsonReader.readObject(response.body().getBytes(UTF_8));
    return new Json(Value.newBuilder().setObject(object).build());
  }

  Json at(String name) {
    return new Json(value.getObject().getValuesOrDefault(name, Value.getDefaultInstance()));
  }

  Json at(int index) {
    return new Json(value.getList().getValues(index));
  }

  List<Value> list() {
    return value.getList().getValuesList();
  }

  String text() {
    return value.getText();
  }

  double number() {
    return value.getNumber();
  }

  boolean flag() {
    return value.getBoolean();
  }
}

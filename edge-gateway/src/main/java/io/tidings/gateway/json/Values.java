package io.tidings.gateway.json;

import io.tidings.proto.value.v1.Value;

/** Makes values. */
public final class Values {
  private Values() {}

  public static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }
}

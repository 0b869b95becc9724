package io.tidings.integration.source;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.UUID;

/**
 * A webhook as it came in.
 *
 * @param connectionId as it stood in the address
 * @param target path and query of the address
 * @param headers names in lower case
 * @param body byte for byte, for signatures are over it
 */
record WebhookCall(UUID connectionId, String target, Map<String, String> headers, ByteString body) {

  /** Empty where there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  byte[] bytes() {
    return body.toByteArray();
  }

  /** Without what it brings: signatures, passwords, contact data. */
  @Override
  public String toString() {
    return "WebhookCall[connectionId=%s, %d bytes]".formatted(connectionId, body.size());
  }
}

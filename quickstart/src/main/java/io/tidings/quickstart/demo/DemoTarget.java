package io.tidings.quickstart.demo;

import java.net.URI;

/** The running system, as a client of it knows it: what `credentials.env` says. */
public record DemoTarget(
    URI gateway,
    URI sandbox,
    String writeKey,
    String secretKey,
    String eventGrpc,
    String segmentGrpc,
    String messagingGrpc) {

  /** Without the keys. */
  @Override
  public String toString() {
    return "DemoTarget[" + gateway + "]";
  }
}

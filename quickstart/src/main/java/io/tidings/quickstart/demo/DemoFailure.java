package io.tidings.quickstart.demo;

/** The demo cannot go on; the message says where it stopped. */
public final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}

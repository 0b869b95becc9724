package io.tidings.backends;

/** The beat at which a server that is starting is asked whether it answers. */
final class Pause {
  private Pause() {}

  static void shortly() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while a server was starting", e);
    }
  }
}

package io.tidings.messaging.audience;

/** segment-service does not have, or does not understand, an audience. */
public final class AudienceRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  AudienceRefused(boolean unknown, String reason) {
    super(reason);
    this.unknown = unknown;
  }

  /** Whether it names a segment that there is not; otherwise it is not well said. */
  public boolean isUnknown() {
    return unknown;
  }
}

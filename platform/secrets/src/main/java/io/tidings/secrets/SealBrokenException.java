package io.tidings.secrets;

/** Sealed bytes do not open here. */
public final class SealBrokenException extends RuntimeException {
  SealBrokenException(String context, Throwable cause) {
    super(
        "what is sealed for '%s' does not open: another encryption key, another place, or changed bytes"
            .formatted(context),
        cause);
  }

  SealBrokenException(String message) {
    super(message);
  }
}

package io.tidings.integration.claim;

/** Whether a claim holds. */
sealed interface Verdict {
  record Accepted(String userId) implements Verdict {
    /** Without what names a person. */
    @Override
    public String toString() {
      return "Accepted";
    }
  }

  record Refused(String reason) implements Verdict {}
}

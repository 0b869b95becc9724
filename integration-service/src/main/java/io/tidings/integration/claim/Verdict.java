package io.tidings.integration.claim;

/** Whether a claim holds. */
sealed interface Verdict {
  /**
   * @param proven whether it was checked, and not only taken as it came
   */
  record Accepted(String userId, boolean proven) implements Verdict {
    /** Without what names a person. */
    @Override
    public String toString() {
      return "Accepted";
    }
  }

  record Refused(String reason) implements Verdict {}
}

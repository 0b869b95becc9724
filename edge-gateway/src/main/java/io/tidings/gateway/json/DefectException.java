package io.tidings.gateway.json;

/** A JSON value does not say what it must. */
public final class DefectException extends RuntimeException {
  private final transient Defect defect;

  public DefectException(String field, String reason) {
    this(new Defect(field, reason));
  }

  public DefectException(Defect defect) {
    super(defect.field() + ": " + defect.reason(), null, false, false);
    this.defect = defect;
  }

  public Defect defect() {
    return defect;
  }
}

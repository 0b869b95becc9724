package io.tidings.gateway.json;

import com.fasterxml.jackson.core.JsonProcessingException;

/** A body is not JSON. Tells where, and what is there instead. */
public final class MalformedJsonException extends RuntimeException {
  private final String text;

  public MalformedJsonException(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  /** What to tell the caller. */
  public String text() {
    return text;
  }

  static MalformedJsonException from(JsonProcessingException failure) {
    var location = failure.getLocation();
    var where =
        location == null
            ? ""
            : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    return new MalformedJsonException(
        "body is not valid JSON" + where + ": " + failure.getOriginalMessage());
  }
}

package io.tidings.gateway.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of every answer that is no success. */
@Serdeable
public record ErrorAnswer(Error error) {
  /**
   * @param code what kind of error, for programs
   * @param message what was offered, what is allowed, what to do
   * @param field path of the field at fault, where there is one
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Error")
  public record Error(ErrorCode code, String message, @Nullable String field) {}
}

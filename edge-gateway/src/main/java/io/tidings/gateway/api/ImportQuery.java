package io.tidings.gateway.api;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.tidings.gateway.answer.Problem;
import io.tidings.proto.integration.v1.ImportOptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read.
 *
 * @param delimiter found out when absent
 * @param encoding found out when absent
 * @param dryRun whether no user is to be written
 */
@Introspected
record ImportQuery(
    @QueryValue("delimiter")
        @Parameter(description = "`,`, `;`, `|` or a tab; found out when absent.")
        @Nullable String delimiter,
    @QueryValue("encoding")
        @Parameter(description = "Like `UTF-8` or `windows-1252`; found out when absent.")
        @Nullable String encoding,
    @QueryValue("dryRun")
        @Parameter(description = "Read, check and report everything, and write no user.")
        @Nullable Boolean dryRun) {

  /**
   * @param columns each as {@code Name in the file:meaning}
   * @param requestId null where the upload has no name
   */
  ImportOptions options(List<String> columns, @Nullable String requestId) {
    var options =
        ImportOptions.newBuilder()
            .setDelimiter(Objects.requireNonNullElse(delimiter, ""))
            .setEncoding(Objects.requireNonNullElse(encoding, ""))
            .setDryRun(Boolean.TRUE.equals(dryRun))
            .setRequestId(Objects.requireNonNullElse(requestId, ""));
    for (var column : columns) {
      var colon = column.lastIndexOf(':');
      if (colon < 1) {
        throw Problem.invalid(
            "column",
            "'%s' says no meaning; write the column's name in the file, a colon and the attribute,"
                    .formatted(column)
                + " like E-mail:email");
      }
      options.putColumns(column.substring(0, colon), column.substring(colon + 1));
    }
    return options.build();
  }
}

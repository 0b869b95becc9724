package io.tidings.gateway;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Serves the document that the build made of all controllers. */
@Hidden
@Controller
final class OpenApiController {
  private static final String DOCUMENT = "classpath:META-INF/swagger/openapi.yml";

  private final byte[] document;

  OpenApiController(ResourceResolver resources) {
    try (var stream =
        resources
            .getResourceAsStream(DOCUMENT)
            .orElseThrow(() -> new IllegalStateException("the jar has no " + DOCUMENT))) {
      this.document = stream.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Get(value = "/openapi.yml", produces = "application/yaml")
  byte[] document() {
    return document;
  }
}

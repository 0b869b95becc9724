package io.tidings.gateway;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** The process. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Tidings",
            version = "v1",
            description =
                """
                Customer data comes in by the event-collection routes, which take a public write
                key; everything else takes a secret key. A key goes into the user name of HTTP
                Basic or into a Bearer token. 200 means durable. Every error reads
                `{"error": {"code", "message", "field"}}` and says what to do.
                """,
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = {@SecurityRequirement(name = "basic"), @SecurityRequirement(name = "bearer")})
@SecurityScheme(
    name = "basic",
    type = SecuritySchemeType.HTTP,
    scheme = "basic",
    description = "The key as user name, the password empty.")
@SecurityScheme(
    name = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "The key as token.")
public final class EdgeGateway {
  private EdgeGateway() {}

  public static void main(String[] args) {
    Micronaut.build(args).mainClass(EdgeGateway.class).banner(false).start();
  }
}

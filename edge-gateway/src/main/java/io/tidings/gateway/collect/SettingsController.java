package io.tidings.gateway.collect;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.util.HttpHostResolver;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.gateway.access.Callers;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What the browser SDK asks before it sends anything: where to send it. */
@Controller("/v1/projects")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Event collection")
final class SettingsController {
  private final Callers callers;
  private final HttpHostResolver hosts;

  SettingsController(Callers callers, HttpHostResolver hosts) {
    this.callers = callers;
    this.hosts = hosts;
  }

  @Operation(summary = "Settings of the browser SDK")
  @Get("/{writeKey}/settings")
  Map<String, Object> settings(HttpRequest<?> request, String writeKey) {
    callers.withAnyKey(request, Optional.of(writeKey));
    var host = URI.create(hosts.resolve(request));
    return Map.of(
        "integrations",
        Map.of(
            "Segment.io",
            Map.of(
                "apiKey",
                writeKey,
                "apiHost",
                host.getAuthority() + "/v1",
                "protocol",
                host.getScheme())));
  }
}

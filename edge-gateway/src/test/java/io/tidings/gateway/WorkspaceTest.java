package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.web.router.Router;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The workspace comes with the key, whatever else a request says. */
class WorkspaceTest extends GatewayTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  private final String other = "w-" + UUID.randomUUID();

  @Test
  void noRouteReachesIntoAnotherWorkspace() {
    var body =
        "{\"workspaceId\": \"%s\", \"workspace_id\": \"%<s\", \"batch\": []}".formatted(other);
    var routes =
        bean(Router.class)
            .uriRoutes()
            .filter(route ->
                route.getTargetMethod().getDeclaringType().getName().startsWith("io.tidings"))
            .toList();
    for (var route : routes) {
      for (var id : List.of(other, UUID.randomUUID().toString())) {
        var path =
            VARIABLE
                .matcher(route.getUriMatchTemplate().toPathString())
                .replaceAll(Matcher.quoteReplacement(id));
        exchange(
            route.getHttpMethodName(),
            path + "?workspace=" + other + "&workspaceId=" + other,
            body,
            with(secret(), "tidings-workspace", other));
      }
    }
    assertThat(routes.size()).isGreaterThan(30);
    assertThat(services.workspaces()).contains(workspace).doesNotContain(other);
  }
}

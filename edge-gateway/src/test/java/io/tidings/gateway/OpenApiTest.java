package io.tidings.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.micronaut.web.router.Router;
import io.tidings.proto.erasure.v1.Erasure;
import io.tidings.proto.event.v1.EventDefinition;
import io.tidings.proto.integration.v1.ClaimSettings;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import io.tidings.proto.integration.v1.Key;
import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.Source;
import io.tidings.proto.integration.v1.Workspace;
import io.tidings.proto.messaging.v1.Automation;
import io.tidings.proto.messaging.v1.Broadcast;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.Template;
import io.tidings.proto.user.v1.Attribute;
import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.EraseProfileResponse;
import io.tidings.proto.user.v1.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The document that the gateway serves of itself. */
class OpenApiTest extends GatewayTest {
  private final Map<String, Object> document = parse(get("/openapi.yml").body());

  @Test
  void hasEveryRoute() {
    var documented = new TreeSet<String>();
    object(document, "paths")
        .forEach((path, operations) ->
            members(operations).keySet().forEach(method -> documented.add(method + " " + path)));
    var served = new TreeSet<String>();
    bean(Router.class)
        .uriRoutes()
        .filter(
            route -> route.getTargetMethod().getDeclaringType().getName().startsWith("io.tidings"))
        .map(route ->
            route.getHttpMethodName().toLowerCase(Locale.ROOT)
                + " "
                + route.getUriMatchTemplate().toPathString())
        .filter(route -> !route.startsWith("head ")) // the server adds them to each get
        .filter(route -> !route.equals("post /v1/m") && !route.equals("get /openapi.yml"))
        .forEach(served::add);
    assertThat(served).contains("post /v1/track", "post /v1/sends", "get /v1/users/{uid}");
    assertThat(documented).isEqualTo(served);
  }

  @Test
  void namesEachOperationOnceAndSaysWhatItIsFor() {
    var ids = new ArrayList<Object>();
    object(document, "paths")
        .values()
        .forEach(path ->
            members(path)
                .values()
                .forEach(operation -> {
                  ids.add(members(operation).get("operationId"));
                  assertThat(members(operation)).containsKeys("summary", "tags");
                }));
    assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
  }

  @Test
  void refersToNothingThatIsNotThere() {
    var references = new ArrayList<String>();
    collectReferences(document, references);
    assertThat(references).isNotEmpty();
    for (var reference : references) {
      Object at = document;
      for (var step : reference.substring("#/".length()).split("/", -1)) {
        at = members(at).get(step);
        assertThat(at).as(reference).isNotNull();
      }
    }
  }

  @Test
  void describesMessagesAsTheContractsHaveThem() {
    var messages = messages();
    var schemas = object(object(document, "components"), "schemas");
    var compared = 0;
    for (var schema : schemas.entrySet()) {
      var message = messages.get(schema.getKey());
      var properties = members(schema.getValue()).get("properties");
      if (message != null && properties != null) {
        compared++;
        assertThat(members(properties).keySet())
            .as(schema.getKey())
            .containsExactlyInAnyOrderElementsOf(
                message.getFields().stream().map(FieldDescriptor::getJsonName).toList());
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  /** Every message of the contracts that the routes speak of, by its name. */
  private static Map<String, Descriptor> messages() {
    var messages = new HashMap<String, Descriptor>();
    Stream.of(
            Send.getDescriptor(),
            Template.getDescriptor(),
            Automation.getDescriptor(),
            Broadcast.getDescriptor(),
            Profile.getDescriptor(),
            Company.getDescriptor(),
            Category.getDescriptor(),
            Erasure.getDescriptor(),
            EraseProfileResponse.getDescriptor(),
            Attribute.getDescriptor(),
            EventDefinition.getDescriptor(),
            ImportUsersResponse.getDescriptor(),
            Key.getDescriptor(),
            ClaimSettings.getDescriptor(),
            Reject.getDescriptor(),
            Source.getDescriptor(),
            Workspace.getDescriptor())
        .flatMap(message -> withDependencies(message.getFile()))
        .flatMap(file -> file.getMessageTypes().stream())
        .forEach(message -> messages.put(message.getName(), message));
    return messages;
  }

  private static Stream<FileDescriptor> withDependencies(FileDescriptor file) {
    return file.getPackage().startsWith("tidings.")
        ? Stream.concat(
            Stream.of(file), file.getDependencies().stream().flatMap(OpenApiTest::withDependencies))
        : Stream.empty();
  }

  private static void collectReferences(Object node, List<String> into) {
    switch (node) {
      case Map<?, ?> map ->
          map.forEach((name, value) -> {
            if (name.equals("$ref")) {
              into.add((String) value);
            }
            collectReferences(value, into);
          });
      case List<?> list -> list.forEach(element -> collectReferences(element, into));
      default -> {}
    }
  }

  private static Map<String, Object> parse(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options)).load(text);
  }

  private static Map<String, Object> object(Map<String, Object> of, String name) {
    return members(of.get(name));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(@Nullable Object node) {
    assertThat(node).isInstanceOf(Map.class);
    return (Map<String, Object>) requireNonNull(node);
  }
}

package io.tidings.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cluster would find wrong only when it is too late. */
class ManifestsTest {
  private static final Set<String> SERVICES =
      Set.of(
          "user-service",
          "event-service",
          "segment-service",
          "messaging-service",
          "integration-service");
  private static final Map<String, String> VERSIONS =
      Map.of(
          "Namespace", "v1",
          "ConfigMap", "v1",
          "Secret", "v1",
          "Service", "v1",
          "Deployment", "apps/v1",
          "PodDisruptionBudget", "policy/v1",
          "HorizontalPodAutoscaler", "autoscaling/v2");

  private static final Manifests base = new Manifests(Path.of("base"));
  private static final Manifests cluster = new Manifests(Path.of("overlays", "cluster"));
  private static final List<Node> secrets = Manifests.read(Path.of("secrets.example.yaml"));

  @Test
  void runsTheSixProcesses() {
    var expected = new TreeSet<>(SERVICES);
    expected.add("edge-gateway");
    assertThat(deployments())
        .extracting(ManifestsTest::name)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(base.ofKind("Service"))
        .extracting(ManifestsTest::name)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyDocumentIsOfAKnownKindAndNamedOnce() {
    var names = new TreeSet<String>();
    Stream.of(base.documents(), cluster.documents(), secrets)
        .flatMap(List::stream)
        .filter(document -> !isPatch(document))
        .forEach(document -> {
          var kind = document.text("kind");
          assertThat(VERSIONS).containsEntry(kind, document.text("apiVersion"));
          assertThat(name(document)).matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
          assertThat(names.add(kind + "/" + name(document))).as(kind + name(document)).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/cluster"})
  void aKustomizationListsEveryFileAndNoOther(String folder) {
    var manifests = new Manifests(Path.of(folder));
    var listed =
        Stream.concat(
                manifests.kustomization().each("resources").map(Node::text),
                manifests.kustomization().each("patches").map(patch -> patch.text("path")))
            .map(path -> manifests.folder().resolve(path).normalize())
            .toList();
    assertThat(listed).allMatch(Files::exists).doesNotHaveDuplicates();
    assertThat(listed.stream().filter(Files::isRegularFile).sorted().toList())
        .isEqualTo(manifests.files());
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void itsImageHasAVersion(Node deployment) {
    var images =
        base.kustomization()
            .each("images")
            .collect(Collectors.toMap(image -> image.text("name"), image -> image.text("newTag")));
    assertThat(images).containsKey("tidings/" + name(deployment));
    assertThat(container(deployment).text("image")).isEqualTo("tidings/" + name(deployment));
    assertThat(images.get("tidings/" + name(deployment))).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void whatItRefersToExists(Node deployment) {
    var configs = base.ofKind("ConfigMap").map(ManifestsTest::name).toList();
    var known =
        secrets.stream()
            .collect(
                Collectors.toMap(
                    ManifestsTest::name, secret -> secret.members("stringData").keySet()));
    container(deployment)
        .each("envFrom")
        .forEach(from -> {
          if (from.exists("configMapRef")) {
            assertThat(configs).contains(from.text("configMapRef.name"));
          } else {
            assertThat(known).containsKey(from.text("secretRef.name"));
          }
        });
    container(deployment)
        .each("env")
        .filter(variable -> variable.exists("valueFrom"))
        .forEach(variable -> {
          var reference = variable.at("valueFrom.secretKeyRef");
          assertThat(known).containsKey(reference.text("name"));
          assertThat(known.get(reference.text("name")))
              .anyMatch(key -> key.equals(reference.text("key")));
        });
    var volumes =
        deployment.each("spec.template.spec.volumes").map(volume -> volume.text("name")).toList();
    assertThat(container(deployment).each("volumeMounts").map(mount -> mount.text("name")))
        .isSubsetOf(volumes);
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void itIsProbedAtPortsThatItOpens(Node deployment) {
    var ports = ports(deployment);
    for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      var at = container(deployment).at(probe);
      if (at.exists("grpc")) {
        assertThat(ports.values()).contains(at.text("grpc.port"));
      } else {
        assertThat(ports).containsKey(at.text("httpGet.port"));
        assertThat(at.text("httpGet.path")).startsWith("/health/");
      }
    }
    assertThat(container(deployment).exists("readinessProbe.grpc"))
        .isEqualTo(SERVICES.contains(name(deployment)));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void itsStartTakesAsLongAsItsTablesNeedAndWaitsForNobodyElse(Node deployment) {
    var probe = container(deployment).at("startupProbe");
    assertThat(probe.text("httpGet.path")).isEqualTo("/health/liveness");
    if (SERVICES.contains(name(deployment))) {
      int seconds =
          Integer.parseInt(probe.text("periodSeconds"))
              * Integer.parseInt(probe.text("failureThreshold"));
      assertThat(Duration.ofSeconds(seconds)).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }
  }

  @Test
  void servicesAreFoundAlsoWhileTheyAreNotReady() {
    assertThat(base.ofKind("Service").filter(service -> SERVICES.contains(name(service))))
        .allSatisfy(service -> {
          assertThat(service.text("spec.clusterIP")).isEqualTo("None");
          assertThat(service.text("spec.publishNotReadyAddresses")).isEqualTo("true");
        });
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void itRunsWithoutPrivilegesAndWithinBounds(Node deployment) {
    var pod = deployment.at("spec.template.spec");
    assertThat(pod.text("securityContext.runAsNonRoot")).isEqualTo("true");
    assertThat(pod.text("automountServiceAccountToken")).isEqualTo("false");
    var container = container(deployment);
    assertThat(container.text("securityContext.allowPrivilegeEscalation")).isEqualTo("false");
    assertThat(container.text("securityContext.readOnlyRootFilesystem")).isEqualTo("true");
    assertThat(container.text("securityContext.capabilities.drop")).isEqualTo("[ALL]");
    assertThat(container.exists("resources.requests.memory")).isTrue();
    assertThat(container.exists("resources.limits.memory")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void itsServiceFindsIt(Node deployment) {
    var service =
        base.ofKind("Service")
            .filter(s -> name(s).equals(name(deployment)))
            .findFirst()
            .orElseThrow();
    var labels = deployment.members("spec.template.metadata.labels");
    assertThat(deployment.members("spec.selector.matchLabels").entrySet())
        .isSubsetOf(labels.entrySet());
    assertThat(service.members("spec.selector").entrySet())
        .isNotEmpty()
        .isSubsetOf(labels.entrySet());
    assertThat(service.each("spec.ports").map(port -> port.text("targetPort")))
        .isNotEmpty()
        .isSubsetOf(ports(deployment).keySet());
  }

  @Test
  void theServicesStandAtTheAddressesThatAreConfigured() {
    var config = base.ofKind("ConfigMap").findFirst().orElseThrow();
    var open =
        base.ofKind("Service")
            .flatMap(service ->
                service.each("spec.ports").map(port -> name(service) + ":" + port.text("port")))
            .toList();
    for (var service : SERVICES) {
      var variable =
          "TIDINGS_" + service.replace("-service", "").toUpperCase(Locale.ROOT) + "_GRPC";
      assertThat(open).contains(config.text("data." + variable));
    }
    for (var deployment : deployments().toList()) {
      assertThat(ports(deployment).values())
          .isSubsetOf(config.text("data.TIDINGS_GRPC_PORT"), config.text("data.TIDINGS_HTTP_PORT"));
    }
  }

  @Test
  void theClusterChangesWhatThereIs() {
    var names = deployments().map(ManifestsTest::name).toList();
    assertThat(cluster.kustomization().each("replicas").map(replica -> replica.text("name")))
        .isSubsetOf(names);
    assertThat(
            cluster
                .ofKind("PodDisruptionBudget")
                .map(budget -> budget.text("spec.selector.matchLabels")))
        .containsExactlyInAnyOrderElementsOf(
            deployments().map(deployment -> deployment.text("spec.selector.matchLabels")).toList());
    assertThat(
            cluster
                .ofKind("HorizontalPodAutoscaler")
                .map(scaler -> scaler.text("spec.scaleTargetRef.name")))
        .isSubsetOf(names);
    var patch = cluster.ofKind("ConfigMap").findFirst().orElseThrow();
    var config = base.ofKind("ConfigMap").findFirst().orElseThrow();
    assertThat(name(patch)).isEqualTo(name(config));
    assertThat(config.members("data").keySet().containsAll(patch.members("data").keySet()))
        .isTrue();
    assertThat(patch.text("data.TIDINGS_PARTITIONS")).isEqualTo("16");
  }

  @Test
  void theGatewaysShareALimitAmongAsManyAsThereCanBe() {
    var most = cluster.ofKind("HorizontalPodAutoscaler").findFirst().orElseThrow();
    var patch = cluster.ofKind("ConfigMap").findFirst().orElseThrow();
    assertThat(most.text("spec.scaleTargetRef.name")).isEqualTo("edge-gateway");
    assertThat(patch.text("data.TIDINGS_COLLECT_REPLICAS"))
        .isEqualTo(most.text("spec.maxReplicas"));
  }

  static Stream<Node> deployments() {
    return base.ofKind("Deployment");
  }

  private static boolean isPatch(Node document) {
    return cluster.documents().contains(document) && document.text("kind").equals("ConfigMap");
  }

  private static String name(Node document) {
    return document.text("metadata.name");
  }

  private static Node container(Node deployment) {
    return deployment.each("spec.template.spec.containers").findFirst().orElseThrow();
  }

  private static Map<String, String> ports(Node deployment) {
    var ports = new TreeMap<String, String>();
    container(deployment)
        .each("ports")
        .forEach(port -> ports.put(port.text("name"), port.text("containerPort")));
    return ports;
  }
}

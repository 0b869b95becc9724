package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** An update may say what it must not change. */
@MicronautTest(transactional = false)
class KeptTest extends ProfileServiceTest {
  private static ProfileUpdate.Builder email(String userId, String address) {
    return user(userId).putAttributes("email", text(address)).addKeep("email");
  }

  @Test
  void setsWhatIsNotThereAndAcceptsWhatIs() {
    String workspace = newWorkspace();
    identify(workspace, user("u").putAttributes("plan", text("free")));

    var outcomes =
        identifyAll(
            workspace,
            email("u", "ada@example.com").putAttributes("plan", text("pro")),
            email("u", "ADA@example.com "),
            email("new", "new@example.com"),
            email("new", "other@example.com").putAttributes("plan", text("pro")));

    assertThat(outcomes.subList(0, 3)).allMatch(IdentifyOutcome::hasIdentified);
    assertThat(outcomes.get(3).getRejected().getField()).isEqualTo("attributes.email");
    assertThat(outcomes.get(3).getRejected().getKept()).isTrue();
    assertThat(texts(profileOfUser(workspace, "u")))
        .containsEntry("email", "ada@example.com")
        .containsEntry("plan", "pro");
    assertThat(texts(profileOfUser(workspace, "new")))
        .containsEntry("email", "new@example.com")
        .doesNotContainKey("plan");
  }

  @Test
  void appliesNothingOfAnUpdateThatWouldChangeOrRemoveIt() {
    String workspace = newWorkspace();
    identify(workspace, email("u", "ada@example.com"));
    identify(workspace, anonymous("a").putAttributes("email", text("a@example.com")));
    var before = profileOfUser(workspace, "u");

    for (ProfileUpdate.Builder update :
        List.of(
            email("u", "eve@example.com").setAnonymousId("b").addDevices(device("t", "ios")),
            user("u").putAttributes("email", Value.getDefaultInstance()).addKeep("email"),
            email("u", "eve@example.com").setAnonymousId("a"))) {
      assertThatThrownBy(() -> identify(workspace, update))
          .hasMessageStartingWith("INVALID_ARGUMENT")
          .hasMessageContaining("update.attributes.email");
      assertThat(profileOfUser(workspace, "u")).isEqualTo(before);
    }
    assertThat(profileKnownBy(workspace, "anonymous_id", "a").getUserId())
        .as("nobody was joined")
        .isEmpty();
    assertThat(identifyAll(workspace, user("u").addKeep("email").putAttributes("x", text("y"))))
        .as("an update that leaves it alone")
        .allMatch(IdentifyOutcome::hasIdentified);
  }

  @Test
  void takesNoMoreThanTwentyNames() {
    String workspace = newWorkspace();
    var names = Collections.nCopies(20, "email");

    var outcomes =
        identifyAll(
            workspace, user("u").addAllKeep(names), user("v").addAllKeep(names).addKeep("email"));

    assertThat(outcomes.get(0).hasIdentified()).isTrue();
    assertThat(outcomes.get(1).getRejected().getField()).isEqualTo("keep");
    assertThat(outcomes.get(1).getRejected().getReason()).contains("21").contains("20");
  }

  @RepeatedTest(5)
  void ofManyWhoSetItAtOnceOneDoes() throws Exception {
    String workspace = newWorkspace();
    List<Callable<IdentifyOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      var request =
          IdentifyBatchRequest.newBuilder().addUpdates(email("u", i + "@example.com")).build();
      calls.add(() -> service(workspace).identifyBatch(request).getOutcomes(0));
    }
    List<IdentifyOutcome> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var outcome : threads.invokeAll(calls)) {
        outcomes.add(outcome.get());
      }
    }

    assertThat(outcomes).filteredOn(IdentifyOutcome::hasIdentified).hasSize(1);
    int first =
        outcomes.indexOf(outcomes.stream().filter(it -> it.hasIdentified()).findAny().get());
    assertThat(texts(profileOfUser(workspace, "u"))).containsEntry("email", first + "@example.com");
  }
}

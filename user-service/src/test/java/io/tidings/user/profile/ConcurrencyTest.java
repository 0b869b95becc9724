package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ListProfilesRequest;
import io.tidings.proto.user.v1.ProfileUpdate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ConcurrencyTest extends ProfileServiceTest {
  private static final int CALLERS = 6;

  @RepeatedTest(5)
  void manyWhoBringTheSameNewUserMakeOneProfile() throws Exception {
    String workspace = newWorkspace();

    List<String> ids =
        atOnce(caller ->
            identify(workspace, user("u").putAttributes("by-" + caller, number(caller)))
                .getProfile()
                .getId());

    assertThat(ids).hasSize(CALLERS).containsOnly(ids.getFirst());
    assertThat(profileOfUser(workspace, "u").getAttributesCount()).isEqualTo(CALLERS);
  }

  @Test
  void batchesThatNameTheSameUsersInOtherOrdersAllSucceed() throws Exception {
    String workspace = newWorkspace();
    int users = 50;

    atOnce(caller -> {
      List<ProfileUpdate> updates = new ArrayList<>();
      for (int i = 0; i < users; i++) {
        updates.add(
            user("u" + i)
                .setAnonymousId("a" + i)
                .setPageViews(1)
                .setMessageId(caller + "-" + i)
                .putAttributes("by-" + caller, number(i))
                .addDevices(device("phone-" + i, "ios"))
                .build());
      }
      Collections.shuffle(updates, new Random(caller));
      return outcomes(workspace, updates);
    });

    var profiles =
        service(workspace)
            .listProfiles(ListProfilesRequest.newBuilder().setPageSize(1000).build())
            .getProfilesList();
    assertThat(profiles)
        .hasSize(users)
        .allSatisfy(profile -> {
          assertThat(profile.getAttributesOrThrow("page_views")).isEqualTo(number(CALLERS));
          assertThat(profile.getAttributesCount()).isEqualTo(CALLERS + 1);
          assertThat(profile.getDevicesCount()).isEqualTo(1);
        });
  }

  @RepeatedTest(3)
  void anonymousUsersAreMergedOnceWhileTheyAreStillActive() throws Exception {
    String workspace = newWorkspace();
    identify(workspace, user("u"));
    identify(workspace, anonymous("a").setPageViews(1).setMessageId("first"));

    atOnce(caller ->
        identify(
                workspace,
                (caller % 2 == 0 ? user("u").setAnonymousId("a") : anonymous("a"))
                    .setPageViews(1)
                    .setMessageId("m" + caller))
            .getProfile());

    assertThat(profileKnownBy(workspace, "anonymous_id", "a").getUserId()).isEqualTo("u");
    assertThat(profileOfUser(workspace, "u").getAttributesOrThrow("page_views"))
        .isEqualTo(number(CALLERS + 1));
  }

  @Test
  void aTokenThatManyClaimBelongsToOne() throws Exception {
    String workspace = newWorkspace();

    atOnce(caller -> identify(workspace, user("u" + caller).addDevices(device("t", "ios"))));

    assertThat(
            service(workspace)
                .listProfiles(ListProfilesRequest.getDefaultInstance())
                .getProfilesList())
        .hasSize(CALLERS)
        .filteredOn(profile -> profile.getDevicesCount() > 0)
        .hasSize(1);
  }

  private List<IdentifyOutcome> outcomes(String workspace, List<ProfileUpdate> updates) {
    return service(workspace)
        .identifyBatch(IdentifyBatchRequest.newBuilder().addAllUpdates(updates).build())
        .getOutcomesList();
  }

  /** Lets all callers go at the same moment and waits for them. */
  private static <T> List<T> atOnce(Call<T> call) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CALLERS);
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      calls.add(() -> {
        start.await();
        return call.by(caller);
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private interface Call<T> {
    T by(int caller);
  }
}

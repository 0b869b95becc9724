package io.tidings.user.profile;

import io.micronaut.context.annotation.Requires;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.ReceivedFact;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another service's ears: what user-service published, as it arrived over the broker. */
@Singleton
@Requires(property = "test.listen", value = "true")
final class PublishedFacts implements FactConsumer {
  private final List<ReceivedFact> received = new CopyOnWriteArrayList<>();

  @Override
  public String group() {
    return "listener";
  }

  @Override
  public Set<String> publishers() {
    return Set.of("user");
  }

  @Override
  public void consume(List<ReceivedFact> facts) {
    received.addAll(facts);
  }

  List<ReceivedFact> about(String workspaceId, String profileId) {
    return received.stream()
        .filter(fact -> fact.workspaceId().equals(workspaceId))
        .filter(fact -> fact.profileId().toString().equals(profileId))
        .toList();
  }
}

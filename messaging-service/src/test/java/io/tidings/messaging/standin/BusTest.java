package io.tidings.messaging.standin;

import io.micronaut.context.env.Environment;
import io.tidings.proto.user.v1.ProfilesMerged;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test of what the service does with facts of others, and of what it tells them. */
public abstract class BusTest extends MessagingTest {
  protected Bus bus;

  @BeforeAll
  void listen() throws Exception {
    bus =
        new Bus(bean(Environment.class).getRequiredProperty("tidings.rabbitmq.url", String.class));
  }

  @AfterAll
  void hangUp() throws Exception {
    bus.close();
  }

  /** Tells that one profile was merged into another. */
  protected final void tellMerge(String workspace, UUID absorbed, UUID into) throws Exception {
    bus.publish(
        Bus.entry(
            "user",
            workspace,
            into,
            ProfilesMerged.newBuilder()
                .setProfileId(into.toString())
                .setAbsorbedProfileId(absorbed.toString())
                .build()));
  }
}

package io.tidings.messaging.delivery;

import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.connection.Connections;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.recipient.PreferenceClient;
import io.tidings.messaging.recipient.RecipientClient;
import io.tidings.messaging.send.Gates;
import io.tidings.messaging.send.Lane;
import io.tidings.messaging.send.Origin;
import io.tidings.messaging.send.QueueSignal;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendClass;
import io.tidings.messaging.send.SendOrder;
import io.tidings.messaging.send.SendProfiles;
import io.tidings.messaging.send.SendQueue;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.messaging.template.Content;
import io.tidings.messaging.template.Contents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A worker of the test's own, for which it is tomorrow: the service's take nothing of its lane. */
@MicronautTest(transactional = false)
class LaneWorkerTest extends MessagingTest {
  private static final String DELIVERY = "delivery of the test";

  /** Tomorrow's, which fails the first delivery that asks it. */
  private static final class FailingClock extends Clock {
    private final Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    private final AtomicBoolean failed = new AtomicBoolean();

    @Override
    public Instant instant() {
      if (Thread.currentThread().getName().equals(DELIVERY) && failed.compareAndSet(false, true)) {
        throw new AssertionError("an error for the test");
      }
      return tomorrow.instant();
    }

    @Override
    public ZoneId getZone() {
      return tomorrow.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  @DisplayName("what a delivery fails at, error or not, is given back and goes out later")
  void givesBackWhatADeliveryFailsAt() {
    Lane lane = new Lane(connected(), Channel.SMS, false);
    FailingClock clock = new FailingClock();
    UUID send = queue(lane, clock.tomorrow.instant());
    ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(DELIVERY).factory());
    try (LaneWorker worker = new LaneWorker(lane, tools(executor, clock))) {
      await()
          .atMost(SOON)
          .until(() -> {
            worker.wake();
            return Box.of(lane.workspaceId()).receivedOf(send) == 1 && !worker.isBusy();
          });
    }
  }

  private UUID queue(Lane lane, Instant due) {
    UUID profile = users.add(lane.workspaceId() + "-ada", Map.of("number", "+2348012345678"));
    Contents contents = bean(Contents.class);
    Contents.Draft hello =
        contents.draft(lane.workspaceId(), new Content(null, new Content.Sms("hello"), null));
    contents.add(lane.workspaceId(), hello);
    SendOrder order =
        new SendOrder(
            Ids.next(),
            lane.workspaceId(),
            profile,
            null,
            lane.channel(),
            SendClass.TRANSACTIONAL,
            hello.id(),
            null,
            null,
            new Origin.Call(),
            due);
    bean(SendQueue.class).add(List.of(Send.queued(order, List.of())));
    return order.id();
  }

  private LaneWorker.Tools tools(ExecutorService executor, Clock clock) {
    return new LaneWorker.Tools(
        bean(ClaimRepository.class),
        bean(RecipientClient.class),
        bean(PreferenceClient.class),
        bean(Gates.class),
        bean(SendProfiles.class),
        bean(Connections.class),
        bean(Courier.class),
        bean(Recorder.class),
        executor,
        bean(DeliverySettings.class),
        bean(QueueSignal.class),
        clock);
  }
}

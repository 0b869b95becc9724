package io.tidings.event.history;

import static org.awaitility.Awaitility.await;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.testing.ServiceTest;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A consumer of facts needs one connection to the database, however many of them there are. */
@MicronautTest(transactional = false)
class FewConnectionsTest extends ServiceTest {
  @Property(name = "tidings.rabbitmq.url")
  private String rabbitmqUrl = "";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.database.connections", "2");
  }

  @Test
  @SuppressWarnings("unchecked")
  void followsAMergeWithTheLastConnectionThatIsFree() throws Exception {
    String workspace = newWorkspace();
    UUID anonymous = UUID.randomUUID();
    UUID ada = UUID.randomUUID();
    var events = EventServiceGrpc.newBlockingStub(channel(workspace));
    Event.Builder seen =
        Event.newBuilder().setProfileId(anonymous.toString()).setName("Seen").setMessageId("m-1");
    events.recordEvent(RecordEventRequest.newBuilder().setEvent(seen).build());
    try (var facts = new UserFacts(rabbitmqUrl)) {
      ((TransactionOperations<Connection>) bean(TransactionOperations.class))
          .executeWrite(_ -> {
            facts.tell(workspace, UserFacts.merged(anonymous, ada));
            await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> countOf(events, ada) == 1);
            return true;
          });
    }
  }

  private static long countOf(EventServiceBlockingStub events, UUID profile) {
    var request = CountEventsRequest.newBuilder();
    request.getFilterBuilder().setProfileId(profile.toString());
    return events.countEvents(request.build()).getCount();
  }
}

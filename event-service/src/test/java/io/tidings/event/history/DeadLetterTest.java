package io.tidings.event.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.outbox.v1.DeadLetter;
import io.tidings.proto.outbox.v1.DeadLetterServiceGrpc;
import io.tidings.proto.outbox.v1.DeadLetterServiceGrpc.DeadLetterServiceBlockingStub;
import io.tidings.proto.outbox.v1.ListDeadLettersRequest;
import io.tidings.proto.outbox.v1.ListDeadLettersResponse;
import io.tidings.proto.outbox.v1.PutBackDeadLettersRequest;
import io.tidings.testing.ServiceTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service could not apply, as its operator sees it; the same in every service. */
@MicronautTest(transactional = false)
class DeadLetterTest extends ServiceTest {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Property(name = "tidings.rabbitmq.url")
  private String rabbitmqUrl = "";

  private UserFacts facts;

  @BeforeEach
  void connect() throws Exception {
    facts = new UserFacts(rabbitmqUrl);
  }

  @AfterEach
  void hangUp() throws IOException {
    facts.close();
  }

  @Test
  void showsWhatWasGivenUpAndPutsItBack() {
    String workspace = newWorkspace();
    List<UUID> anonymous = Stream.generate(UUID::randomUUID).limit(3).toList();
    UUID ada = UUID.randomUUID();
    anonymous.forEach(profile -> recordOne(workspace, profile));

    sql("ALTER TABLE departed_profile RENAME TO departed");
    List<String> entries =
        anonymous.stream()
            .map(profile -> facts.tell(workspace, UserFacts.merged(profile, ada)))
            .toList();
    await().until(() -> list(10, "").getDeadLettersCount() == 3);

    DeadLetter first = list(10, "").getDeadLetters(0);
    assertThat(first.getFailure()).contains("HistoryException").contains("[42P01]");
    assertThat(first.getPlace()).isNotEmpty();
    assertThat(first.getPublisher()).isEqualTo("user");
    assertThat(first.getFactCount()).isEqualTo(1);
    assertThat(first.hasGivenUpAt()).isTrue();
    assertThat(everyPageOfOne()).containsExactlyElementsOf(entries);

    sql("ALTER TABLE departed RENAME TO departed_profile");
    assertThat(putBack(entries.get(1), "no-such-entry")).isEqualTo(1);
    await().until(() -> countOf(workspace, ada) == 1);
    assertThat(list(10, "").getDeadLettersList())
        .extracting(DeadLetter::getEntryId)
        .containsExactly(entries.get(0), entries.get(2));

    assertThat(putBack()).isEqualTo(2);
    await().until(() -> countOf(workspace, ada) == 3);
    assertThat(list(10, "").getDeadLettersList()).isEmpty();
  }

  @Test
  void isForTheAdministratorAlone() {
    var asAService = DeadLetterServiceGrpc.newBlockingStub(channel(newWorkspace()));

    assertThatThrownBy(() -> asAService.listDeadLetters(request(10, "")))
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("the administrator key");
  }

  @Test
  void namesTheFieldAtFault() {
    assertThatThrownBy(() ->
            letters()
                .putBackDeadLetters(
                    PutBackDeadLettersRequest.newBuilder().setGroup("segment").build()))
        .hasMessageContaining("group: 'segment' is no consumer group of this service")
        .hasMessageContaining("it has 'event'");
    assertThatThrownBy(() -> list(10, "second")).hasMessageContaining("page_token: page token");
    assertThatThrownBy(() -> list(10, "-1")).hasMessageContaining("page_token: page token");
    assertThatThrownBy(() -> list(1_001, "")).hasMessageContaining("page_size");
  }

  private List<String> everyPageOfOne() {
    List<String> entries = new ArrayList<>();
    String token = "";
    do {
      ListDeadLettersResponse page = list(1, token);
      entries.add(page.getDeadLetters(0).getEntryId());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return entries;
  }

  private ListDeadLettersResponse list(int size, String token) {
    return letters().listDeadLetters(request(size, token));
  }

  private static ListDeadLettersRequest request(int size, String token) {
    return ListDeadLettersRequest.newBuilder()
        .setGroup("event")
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  private int putBack(String... entryIds) {
    return letters()
        .putBackDeadLetters(
            PutBackDeadLettersRequest.newBuilder()
                .setGroup("event")
                .addAllEntryIds(List.of(entryIds))
                .build())
        .getPutBackCount();
  }

  private DeadLetterServiceBlockingStub letters() {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + ADMINISTRATOR_KEY);
    return DeadLetterServiceGrpc.newBlockingStub(connection())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private void recordOne(String workspace, UUID profile) {
    EventServiceGrpc.newBlockingStub(channel(workspace))
        .recordEvents(
            RecordEventsRequest.newBuilder()
                .addEvents(
                    Event.newBuilder()
                        .setProfileId(profile.toString())
                        .setMessageId(profile.toString())
                        .setName("Seen"))
                .build());
  }

  private long countOf(String workspace, UUID profile) {
    var request = CountEventsRequest.newBuilder();
    request.getFilterBuilder().setProfileId(profile.toString());
    return EventServiceGrpc.newBlockingStub(channel(workspace))
        .countEvents(request.build())
        .getCount();
  }

  @SuppressWarnings("unchecked")
  private void sql(String statement) {
    ((TransactionOperations<java.sql.Connection>) bean(TransactionOperations.class))
        .executeWrite(status -> {
          try (var execution = status.getConnection().createStatement()) {
            return execution.execute(statement);
          }
        });
  }
}

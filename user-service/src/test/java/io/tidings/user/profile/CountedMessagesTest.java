package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.user.v1.ProfileUpdate;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class CountedMessagesTest extends ProfileServiceTest {

  @Test
  @DisplayName("Behaviour 41: a message that is repeated within a day counts once")
  void remembersAMessageForADay() {
    String workspace = newWorkspace();
    ProfileUpdate.Builder view = user("u").setPageViews(1).setMessageId("m");
    identify(workspace, view);

    countedMessagesAfter(Duration.ofHours(23)).purge();
    assertThat(identify(workspace, view).getProfile().getAttributesOrThrow("page_views"))
        .isEqualTo(number(1));

    countedMessagesAfter(Duration.ofHours(25)).purge();
    assertThat(identify(workspace, view).getProfile().getAttributesOrThrow("page_views"))
        .isEqualTo(number(2));
  }

  @SuppressWarnings("unchecked")
  private CountedMessages countedMessagesAfter(Duration time) {
    return new CountedMessages(
        (TransactionOperations<Connection>) bean(TransactionOperations.class),
        Clock.offset(Clock.systemUTC(), time));
  }
}

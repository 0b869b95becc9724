package io.tidings.messaging.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class SealedUserIdsTest extends MessagingTest {
  private static final String ADA = "ada.secret@example.com";

  @Test
  @DisplayName("behaviour 18: an id that is an address finds sends and does not lie in clear")
  void findsSendsByAnIdThatLiesSealed() throws Exception {
    String workspace = connected();
    String before = sends(workspace).send(to(Channel.CHANNEL_SMS, ADA).build()).getSends(0).getId();
    users.add(ADA, Map.of("number", "+2348012345678"));
    String sent = sends(workspace).send(to(Channel.CHANNEL_SMS, ADA).build()).getSends(0).getId();
    awaitState(workspace, sent, SendState.SEND_STATE_SENT);

    assertThat(idsOf(workspace, ADA)).containsExactly(sent, before);
    assertThat(get(workspace, before).getUserId()).isEqualTo(ADA);
    assertThat(get(workspace, sent).getUserId()).isEqualTo(ADA);
    assertThat(idsOf(workspace, "ada.secret@example.org")).isEmpty();
    assertThat(idsOf(newWorkspace(), ADA)).isEmpty();
    dump().assertHoldsNone(ADA);
  }

  @Test
  void sealsWhatAnEarlierVersionLeftInClear() throws Exception {
    String workspace = connected();
    String old = sends(workspace).send(to(Channel.CHANNEL_SMS, "x").build()).getSends(0).getId();
    String id = "old.secret@example.com";
    bean(Database.class)
        .change(connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE send ADD COLUMN user_id_in_clear text");
          }
          try (var statement =
              connection.prepareStatement(
                  """
                  UPDATE send SET user_id_in_clear = ?, user_id = NULL, user_digest = NULL
                   WHERE workspace_id = ? AND send_id = ?
                  """)) {
            statement.setString(1, id);
            statement.setString(2, workspace);
            statement.setObject(3, UUID.fromString(old));
            statement.executeUpdate();
          }
        });
    assertThat(dump().text()).contains(id);

    bean(ClearUserIds.class).seal();

    dump().assertHoldsNone(id);
    assertThat(get(workspace, old).getUserId()).isEqualTo(id);
    assertThat(idsOf(workspace, id)).containsExactly(old);
    bean(ClearUserIds.class).seal(); // as a second process does, that finds nothing left
  }

  private List<String> idsOf(String workspace, String userId) {
    var request = ListSendsRequest.newBuilder();
    request.getFilterBuilder().setUserId(userId);
    return sends(workspace).listSends(request.build()).getSendsList().stream()
        .map(Send::getId)
        .toList();
  }
}

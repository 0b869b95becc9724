package io.tidings.messaging.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.GetTemplateRequest;
import io.tidings.proto.messaging.v1.ListTemplatesRequest;
import io.tidings.proto.messaging.v1.ListTemplatesResponse;
import io.tidings.proto.messaging.v1.PushContent;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.messaging.v1.Template;
import io.tidings.proto.messaging.v1.UpdateTemplateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class TemplateTest extends MessagingTest {

  private static Content sms(String text) {
    return Content.newBuilder().setSms(SmsContent.newBuilder().setText(text)).build();
  }

  private Template create(String workspace, String name, Content content) {
    return templates(workspace)
        .createTemplate(
            CreateTemplateRequest.newBuilder().setName(name).setContent(content).build())
        .getTemplate();
  }

  private Template update(String workspace, Template template, Content content) {
    return templates(workspace)
        .updateTemplate(
            UpdateTemplateRequest.newBuilder()
                .setTemplateId(template.getId())
                .setContent(content)
                .build())
        .getTemplate();
  }

  private Template find(String workspace, String id) {
    return templates(workspace)
        .getTemplate(GetTemplateRequest.newBuilder().setTemplateId(id).build())
        .getTemplate();
  }

  @Test
  void keepsWhatItIsGivenAndCountsVersions() {
    String workspace = newWorkspace();

    Template created = create(workspace, "welcome", hello());
    assertThat(created.getVersion()).isEqualTo(1);
    assertThat(created.getContent()).isEqualTo(hello());
    assertThat(find(workspace, created.getId()).getContent()).isEqualTo(hello());

    Template updated = update(workspace, created, sms("hi"));
    assertThat(updated.getVersion()).isEqualTo(2);
    assertThat(find(workspace, created.getId())).isEqualTo(updated);
  }

  @Test
  @DisplayName("sends that are queued keep the version that they have")
  void queuedSendsKeepTheirVersion() {
    String workspace = connected();
    String userId = "u-" + workspace;
    users.add(userId, Map.of("number", "+2348012345678"));
    Template template = create(workspace, "offer", sms("old"));
    Box.of(workspace).answers(_ -> new Outcome.Deferred("later", Duration.ofSeconds(1)));
    SendRequest request =
        SendRequest.newBuilder()
            .addRecipients(Recipient.newBuilder().setUserId(userId))
            .setTemplate("offer")
            .build();
    Send queued = sends(workspace).send(request).getSends(0);

    update(workspace, template, sms("new"));
    Box.of(workspace).answers(Box::accept);
    Send later = sends(workspace).send(request).getSends(0);

    awaitState(workspace, queued.getId(), SendState.SEND_STATE_SENT);
    awaitState(workspace, later.getId(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received())
        .contains(
            new Sms(UUID.fromString(queued.getId()), "+2348012345678", "old"),
            new Sms(UUID.fromString(later.getId()), "+2348012345678", "new"));
  }

  @Test
  @DisplayName("bad input: every part that does not parse is named with its line")
  void refusesWhatDoesNotParse() {
    String workspace = newWorkspace();

    assertThatThrownBy(() ->
            create(
                workspace,
                "broken",
                Content.newBuilder()
                    .setEmail(
                        EmailContent.newBuilder()
                            .setSubject("{{ user.name | shout }}")
                            .setHtml("<p>\n\n{% for x in user.list %}</p>"))
                    .setSms(SmsContent.newBuilder().setText("fine"))
                    .build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .contains(
                      "content.email.subject: line 1 does not parse as Liquid",
                      "content.email.html: line 3 does not parse as Liquid")
                  .doesNotContain("content.sms");
            });
    assertThat(list(workspace)).isEmpty();
  }

  @Test
  void refusesContentThatSaysNothing() {
    assertThatThrownBy(() -> create(newWorkspace(), "empty", Content.getDefaultInstance()))
        .hasMessageContaining("give at least one of email, sms and push");
    assertThatThrownBy(() ->
            create(
                newWorkspace(),
                "empty",
                Content.newBuilder()
                    .setEmail(EmailContent.newBuilder().setSubject("only"))
                    .build()))
        .hasMessageContaining("content.email: a mail needs html, text or both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"from", "message_type", "gcm", "google.sent_time", "gcm.n.e"})
  void refusesDataUnderAKeyThatFcmKeepsToItself(String key) {
    PushContent.Builder push = PushContent.newBuilder().setBody("hi").putData("from_city", "Lagos");

    assertThatThrownBy(() ->
            create(
                newWorkspace(),
                "news",
                Content.newBuilder().setPush(push.putData(key, "x")).build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getDescription())
                    .startsWith("content.push.data." + key + ": '" + key + "' is a key that FCM"));
  }

  @Test
  void refusesANameThatIsTaken() {
    String workspace = newWorkspace();
    create(workspace, "welcome", sms("a"));

    assertThatThrownBy(() -> create(workspace, "welcome", sms("b")))
        .hasMessageContaining("a template named 'welcome' exists");
  }

  @Test
  void answersARepetitionTheSame() {
    String workspace = newWorkspace();
    CreateTemplateRequest request =
        CreateTemplateRequest.newBuilder()
            .setRequestId("r")
            .setName("welcome")
            .setContent(sms("a"))
            .build();

    Template first = templates(workspace).createTemplate(request).getTemplate();

    assertThat(templates(workspace).createTemplate(request).getTemplate()).isEqualTo(first);
    assertThat(list(workspace)).hasSize(1);
  }

  @Test
  void listsPageByPage() {
    String workspace = newWorkspace();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(create(workspace, "t" + i, sms("a")).getId());
    }

    assertThat(list(workspace)).isEqualTo(made);
  }

  private List<String> list(String workspace) {
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListTemplatesResponse page =
          templates(workspace)
              .listTemplates(
                  ListTemplatesRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      page.getTemplatesList().forEach(template -> listed.add(template.getId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return listed;
  }

  @Test
  void anotherWorkspaceDoesNotHaveIt() {
    Template template = create(newWorkspace(), "welcome", sms("a"));

    assertThatThrownBy(() -> find(newWorkspace(), template.getId()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }
}

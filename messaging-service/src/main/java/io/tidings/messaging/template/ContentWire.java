package io.tidings.messaging.template;

import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.PushContent;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.rpc.Faults;
import io.tidings.rpc.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Content between the wire and the domain. */
public final class ContentWire {
  private ContentWire() {}

  public static Content toDomain(io.tidings.proto.messaging.v1.Content content) {
    return new Content(
        content.hasEmail() ? email(content.getEmail()) : null,
        content.hasSms() ? new Content.Sms(content.getSms().getText()) : null,
        content.hasPush() ? push(content.getPush()) : null);
  }

  /** What is wrong with the content, in a request whose field {@code content} it is. */
  public static InvalidInputException refused(InvalidContent invalid) {
    return new InvalidInputException(
        invalid.faults().stream()
            .map(fault ->
                new Faults.FieldViolation(
                    fault.part().equals("content") ? "content" : "content." + fault.part(),
                    fault.description()))
            .toList());
  }

  static io.tidings.proto.messaging.v1.Content toWire(Content content) {
    var wire = io.tidings.proto.messaging.v1.Content.newBuilder();
    Content.Email email = content.email();
    if (email != null) {
      wire.setEmail(
          EmailContent.newBuilder()
              .setSubject(email.subject())
              .setHtml(orEmpty(email.html()))
              .setText(orEmpty(email.text()))
              .setFrom(orEmpty(email.from()))
              .setReplyTo(orEmpty(email.replyTo())));
    }
    Content.Sms sms = content.sms();
    if (sms != null) {
      wire.setSms(SmsContent.newBuilder().setText(sms.text()));
    }
    Content.Push push = content.push();
    if (push != null) {
      wire.setPush(
          PushContent.newBuilder()
              .setTitle(orEmpty(push.title()))
              .setBody(push.body())
              .putAllData(push.data()));
    }
    return wire.build();
  }

  private static Content.Email email(EmailContent email) {
    return new Content.Email(
        email.getSubject(),
        orNull(email.getHtml()),
        orNull(email.getText()),
        orNull(email.getFrom()),
        orNull(email.getReplyTo()));
  }

  private static Content.Push push(PushContent push) {
    return new Content.Push(orNull(push.getTitle()), push.getBody(), push.getDataMap());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}

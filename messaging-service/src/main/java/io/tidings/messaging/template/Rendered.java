package io.tidings.messaging.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said to one recipient. */
public sealed interface Rendered {

  record Email(
      @Nullable String from,
      @Nullable String replyTo,
      String subject,
      @Nullable String html,
      @Nullable String text)
      implements Rendered {}

  record Sms(String text) implements Rendered {}

  record Push(@Nullable String title, String body, Map<String, String> data) implements Rendered {}
}

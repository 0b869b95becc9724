package io.tidings.messaging.template;

import io.tidings.messaging.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Content whose parts are parsed, ready to be rendered for many recipients at once. */
public final class ParsedContent {
  // A line break in a subject would start a header of its own.
  private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\p{Cc}\\u2028\\u2029]+\\s*");

  // https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages and ErrorCode
  private static final Pattern RESERVED_KEYS =
      Pattern.compile("from|message_type|gcm|google.*|gcm\\..*", Pattern.DOTALL);

  private final Content content;
  private final Map<String, Liquid> parts = new LinkedHashMap<>();

  private ParsedContent(Content content) {
    this.content = content;
  }

  /**
   * Content that is new.
   *
   * @throws InvalidContent with the part, line and reason of everything that is wrong
   */
  public static ParsedContent parse(Content content) {
    return parse(content, reservedKeys(content));
  }

  /** Content that is on file: it was taken by the rules of its time. */
  static ParsedContent kept(Content content) {
    return parse(content, List.of());
  }

  private static List<InvalidContent.Fault> reservedKeys(Content content) {
    Content.Push push = content.push();
    return push == null
        ? List.of()
        : push.data().keySet().stream()
            .filter(key -> RESERVED_KEYS.matcher(key).matches())
            .map(key ->
                new InvalidContent.Fault(
                    dataPart(key),
                    "'%s' is a key that FCM keeps to itself, as from, message_type, gcm and all that start with google or gcm. are; choose another"
                        .formatted(key)))
            .toList();
  }

  private static ParsedContent parse(Content content, List<InvalidContent.Fault> found) {
    ParsedContent parsed = new ParsedContent(content);
    List<InvalidContent.Fault> faults = new ArrayList<>(found);
    if (content.channels().isEmpty()) {
      faults.add(
          new InvalidContent.Fault(
              "content", "nothing is said; give at least one of email, sms and push"));
    }
    Content.Email email = content.email();
    if (email != null) {
      if (email.html() == null && email.text() == null) {
        faults.add(
            new InvalidContent.Fault(
                "email", "a mail needs html, text or both; neither was given"));
      }
      parsed.add("email.subject", email.subject(), Escaping.NONE, faults);
      parsed.add("email.html", email.html(), Escaping.HTML, faults);
      parsed.add("email.text", email.text(), Escaping.NONE, faults);
    }
    Content.Sms sms = content.sms();
    if (sms != null) {
      parsed.add("sms.text", sms.text(), Escaping.NONE, faults);
    }
    Content.Push push = content.push();
    if (push != null) {
      parsed.add("push.title", push.title(), Escaping.NONE, faults);
      parsed.add("push.body", push.body(), Escaping.NONE, faults);
      push.data().forEach((key, value) -> parsed.add(dataPart(key), value, Escaping.NONE, faults));
    }
    if (!faults.isEmpty()) {
      throw new InvalidContent(faults);
    }
    return parsed;
  }

  private void add(
      String part, @Nullable String source, Escaping escaping, List<InvalidContent.Fault> faults) {
    if (source == null) {
      return;
    }
    try {
      parts.put(part, Liquid.parse(source, escaping));
    } catch (LiquidSyntaxException e) {
      faults.add(
          new InvalidContent.Fault(
              part, "line %d does not parse as Liquid: %s".formatted(e.line(), e.reason())));
    }
  }

  public Content content() {
    return content;
  }

  /**
   * @param variables what the parts find: `user` and `data`
   * @throws RenderException naming the part, if it cannot be rendered or says nothing
   */
  public Rendered render(Channel channel, Map<String, ? extends @Nullable Object> variables) {
    return switch (channel) {
      case EMAIL -> {
        Content.Email email = said(content.email(), channel);
        yield new Rendered.Email(
            email.from(),
            email.replyTo(),
            LINE_BREAKS.matcher(required("email.subject", variables)).replaceAll(" ").strip(),
            optional("email.html", variables),
            optional("email.text", variables));
      }
      case SMS -> new Rendered.Sms(notBlank("sms.text", variables));
      case PUSH -> {
        Content.Push push = said(content.push(), channel);
        Map<String, String> data = new LinkedHashMap<>();
        push.data().keySet().forEach(key -> data.put(key, required(dataPart(key), variables)));
        yield new Rendered.Push(
            optional("push.title", variables), notBlank("push.body", variables), data);
      }
    };
  }

  private static <T> T said(@Nullable T part, Channel channel) {
    if (part == null) {
      throw new RenderException("the content says nothing for " + channel);
    }
    return part;
  }

  private String notBlank(String part, Map<String, ? extends @Nullable Object> variables) {
    String rendered = required(part, variables);
    if (rendered.isBlank()) {
      throw new RenderException(part + " came to nothing for this recipient");
    }
    return rendered;
  }

  private String required(String part, Map<String, ? extends @Nullable Object> variables) {
    String rendered = optional(part, variables);
    if (rendered == null) {
      throw new RenderException("the content has no " + part);
    }
    return rendered;
  }

  private @Nullable String optional(
      String part, Map<String, ? extends @Nullable Object> variables) {
    Liquid liquid = parts.get(part);
    if (liquid == null) {
      return null;
    }
    try {
      return liquid.render(variables);
    } catch (RenderException e) {
      throw new RenderException(part + " could not be rendered: " + e.getMessage(), e);
    }
  }

  private static String dataPart(String key) {
    return "push.data." + key;
  }
}

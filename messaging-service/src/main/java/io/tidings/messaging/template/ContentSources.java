package io.tidings.messaging.template;

import io.tidings.messaging.channel.Channel;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the content that callers name, and keeps what they bring. */
@Singleton
public final class ContentSources {
  private final Templates templates;
  private final Contents contents;

  ContentSources(Templates templates, Contents contents) {
    this.templates = templates;
    this.contents = contents;
  }

  /**
   * Content, and what it says something for.
   *
   * @param brought what is on file only once it is {@linkplain #keep kept}; null: a template's
   */
  public record Resolved(UUID contentId, Set<Channel> channels, Contents.@Nullable Draft brought) {

    /**
     * @throws InvalidInputException naming the field, if it says nothing for one of the channels
     */
    public void mustSpeakFor(Collection<Channel> wanted, String field) {
      for (Channel channel : wanted) {
        if (!channels.contains(channel)) {
          throw new InvalidInputException(
              field,
              "the content says nothing for %s; it has %s"
                  .formatted(name(channel), channels.stream().map(Resolved::name).toList()));
        }
      }
    }

    private static String name(Channel channel) {
      return channel.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws UnknownTemplate if it names a template that the workspace does not have
   * @throws InvalidContent if it brings content that does not parse
   */
  public Resolved resolve(String workspaceId, ContentSource source) {
    return switch (source) {
      case ContentSource.Named(var idOrName) -> {
        Template template =
            templates
                .findByIdOrName(workspaceId, idOrName)
                .orElseThrow(() -> new UnknownTemplate(idOrName));
        yield new Resolved(template.contentId(), template.content().channels(), null);
      }
      case ContentSource.Inline(var content) -> {
        Contents.Draft draft = contents.draft(workspaceId, content);
        yield new Resolved(draft.id(), content.channels(), draft);
      }
    };
  }

  /** Sees to it that the content is on file, in the transaction that writes what refers to it. */
  public void keep(String workspaceId, Resolved content) {
    Contents.Draft brought = content.brought();
    if (brought != null) {
      contents.add(workspaceId, brought);
    }
  }
}

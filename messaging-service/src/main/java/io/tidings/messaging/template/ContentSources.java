package io.tidings.messaging.template;

import io.tidings.messaging.channel.Channel;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Finds the content that callers name, or puts it on file. */
@Singleton
public final class ContentSources {
  private final Templates templates;
  private final Contents contents;

  ContentSources(Templates templates, Contents contents) {
    this.templates = templates;
    this.contents = contents;
  }

  /** Content that is on file, and what it says something for. */
  public record Resolved(UUID contentId, Set<Channel> channels) {

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
        yield new Resolved(template.contentId(), template.content().channels());
      }
      case ContentSource.Inline(var content) ->
          new Resolved(contents.add(workspaceId, content), content.channels());
    };
  }
}

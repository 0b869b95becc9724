package io.tidings.messaging.automation;

import io.tidings.messaging.audience.AudienceClient;
import io.tidings.messaging.audience.AudienceRefused;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.send.Origin;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendClass;
import io.tidings.messaging.send.SendOrder;
import io.tidings.messaging.send.SendQueue;
import io.tidings.messaging.template.ContentSource;
import io.tidings.messaging.template.ContentSources;
import io.tidings.messaging.template.Template;
import io.tidings.messaging.template.Templates;
import io.tidings.messaging.template.UnknownTemplate;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes automations, and sends what they say. */
@Singleton
public final class Automations {
  private final AutomationRepository automations;
  private final Templates templates;
  private final ContentSources sources;
  private final AudienceClient audiences;
  private final SendQueue queue;
  private final Clock clock;

  Automations(
      AutomationRepository automations,
      Templates templates,
      ContentSources sources,
      AudienceClient audiences,
      SendQueue queue,
      Clock clock) {
    this.automations = automations;
    this.templates = templates;
    this.sources = sources;
    this.audiences = audiences;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * @param requestId a repetition makes nothing new; null: every call is a new one
   * @param template by its id or its name
   * @throws UnknownTemplate if there is none
   * @throws AudienceRefused if there is no such segment
   */
  Automation create(
      String workspaceId,
      @Nullable String requestId,
      String name,
      UUID segmentId,
      Channel channel,
      String template,
      SendClass sendClass) {
    if (requestId != null) {
      Optional<Automation> before = automations.findByRequest(workspaceId, requestId);
      if (before.isPresent()) {
        return before.get();
      }
    }
    Template said =
        templates
            .findByIdOrName(workspaceId, template)
            .orElseThrow(() -> new UnknownTemplate(template));
    sources
        .resolve(workspaceId, new ContentSource.Named(said.id().toString()))
        .mustSpeakFor(List.of(channel), "channel");
    audiences.checkSegment(workspaceId, segmentId);
    Automation automation =
        new Automation(
            workspaceId,
            Ids.next(),
            name,
            segmentId,
            channel,
            said.id(),
            sendClass,
            true,
            clock.instant());
    return automations.insert(automation, requestId)
        ? automation
        : automations.findByRequest(workspaceId, String.valueOf(requestId)).orElseThrow();
  }

  /** Queues what the entries trigger, in the transaction that is open. */
  public void enter(List<SegmentEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    queue.add(
        automations.triggered(entries).stream()
            .map(triggered -> Send.queued(order(triggered, now), List.of()))
            .toList());
  }

  private static SendOrder order(AutomationRepository.Triggered triggered, Instant now) {
    Automation automation = triggered.automation();
    return new SendOrder(
        Ids.next(),
        automation.workspaceId(),
        triggered.profileId(),
        null,
        automation.channel(),
        automation.sendClass(),
        triggered.contentId(),
        null,
        null,
        new Origin.Automation(automation.id(), triggered.entryNumber()),
        now);
  }
}

package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.recipient.OptOuts;
import io.tidings.messaging.recipient.PreferenceClient;
import io.tidings.messaging.recipient.Recipient;
import io.tidings.messaging.recipient.RecipientClient;
import io.tidings.messaging.template.ContentSources;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes calls to send: who is there, what stops them, and on file with all of it at once. */
@Singleton
final class SendService {
  private final ContentSources sources;
  private final RecipientClient users;
  private final PreferenceClient preferences;
  private final Gates gates;
  private final SendData sendData;
  private final SendRequests requests;
  private final SendRepository sends;
  private final SendQueue queue;
  private final Database database;
  private final Clock clock;

  SendService(
      ContentSources sources,
      RecipientClient users,
      PreferenceClient preferences,
      Gates gates,
      SendData sendData,
      SendRequests requests,
      SendRepository sends,
      SendQueue queue,
      Database database,
      Clock clock) {
    this.sources = sources;
    this.users = users;
    this.preferences = preferences;
    this.gates = gates;
    this.sendData = sendData;
    this.requests = requests;
    this.sends = sends;
    this.queue = queue;
    this.database = database;
    this.clock = clock;
  }

  /**
   * @return one send for each recipient and channel, recipients in their order
   */
  List<Send> send(String workspaceId, SendCommand command) {
    String key = command.idempotencyKey();
    if (key != null) {
      Optional<List<Send>> before = answered(workspaceId, key);
      if (before.isPresent()) {
        return before.get();
      }
    }
    ContentSources.Resolved content = sources.resolve(workspaceId, command.source());
    content.mustSpeakFor(command.channels(), "channels");
    users.introduce(workspaceId, command.introductions());
    Map<String, Recipient> known = users.byUserId(workspaceId, command.userIds());
    OptOuts optOuts =
        command.category() == null
            ? OptOuts.NONE
            : preferences.of(
                workspaceId, known.values().stream().map(Recipient::profileId).toList());
    UUID dataId = SendData.newId(command.data());
    return database.inTransaction(_ -> {
      List<Send> made = make(workspaceId, command, content, known, optOuts, dataId);
      if (key != null
          && !requests.claim(
              workspaceId,
              key,
              made.stream().map(send -> send.order().id()).toList(),
              clock.instant())) {
        return answered(workspaceId, key).orElseThrow();
      }
      List<Send> queued = queue.add(made);
      if (!queued.stream().allMatch(send -> send.order().isForNobody())) {
        sources.keep(workspaceId, content);
        sendData.add(workspaceId, dataId, command.data());
      }
      return queued;
    });
  }

  private List<Send> make(
      String workspaceId,
      SendCommand command,
      ContentSources.Resolved content,
      Map<String, Recipient> known,
      OptOuts optOuts,
      @Nullable UUID dataId) {
    List<@Nullable Recipient> recipients = new ArrayList<>(command.userIds().size());
    command.userIds().forEach(userId -> recipients.add(known.get(userId)));
    List<@Nullable String> categories = Collections.nCopies(recipients.size(), command.category());
    Map<Channel, List<Verdict>> verdicts = new TreeMap<>();
    for (Channel channel : command.channels().isEmpty() ? content.channels() : command.channels()) {
      verdicts.put(channel, gates.judge(workspaceId, channel, recipients, categories, optOuts));
    }
    Instant now = clock.instant();
    List<Send> made = new ArrayList<>(recipients.size() * verdicts.size());
    for (int i = 0; i < recipients.size(); i++) {
      Recipient recipient = recipients.get(i);
      for (Map.Entry<Channel, List<Verdict>> verdict : verdicts.entrySet()) {
        SendOrder order =
            new SendOrder(
                Ids.next(),
                workspaceId,
                recipient == null ? null : recipient.profileId(),
                command.userIds().get(i),
                verdict.getKey(),
                command.sendClass(),
                content.contentId(),
                dataId,
                command.category(),
                new Origin.Call(),
                now);
        made.add(judged(order, verdict.getValue().get(i)));
      }
    }
    return made;
  }

  private static Send judged(SendOrder order, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Passed(var decisions) -> Send.queued(order, decisions);
      case Verdict.Stopped(var reason, var about, var decisions) ->
          Send.queued(order, List.of()).discarded(reason, about, decisions, order.createdAt());
    };
  }

  private Optional<List<Send>> answered(String workspaceId, String key) {
    return requests
        .find(workspaceId, key)
        .map(ids -> {
          Map<UUID, Send> byId =
              sends.findAll(workspaceId, ids).stream()
                  .collect(Collectors.toMap(send -> send.order().id(), Function.identity()));
          return ids.stream()
              .map(byId::get)
              .filter(send -> send != null)
              .map(Send::atFirst)
              .toList();
        });
  }
}

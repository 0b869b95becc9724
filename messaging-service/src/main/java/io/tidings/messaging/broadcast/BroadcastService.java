package io.tidings.messaging.broadcast;

import com.google.protobuf.ByteString;
import io.tidings.messaging.audience.AudienceClient;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.send.SendClass;
import io.tidings.messaging.send.SendData;
import io.tidings.messaging.template.ContentSource;
import io.tidings.messaging.template.ContentSources;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts and stops broadcasts. */
@Singleton
final class BroadcastService {
  private final ContentSources sources;
  private final SendData sendData;
  private final AudienceClient audiences;
  private final BroadcastRepository broadcasts;
  private final BroadcastPlanner planner;
  private final Database database;
  private final Clock clock;

  BroadcastService(
      ContentSources sources,
      SendData sendData,
      AudienceClient audiences,
      BroadcastRepository broadcasts,
      BroadcastPlanner planner,
      Database database,
      Clock clock) {
    this.sources = sources;
    this.sendData = sendData;
    this.audiences = audiences;
    this.broadcasts = broadcasts;
    this.planner = planner;
    this.database = database;
    this.clock = clock;
  }

  /**
   * @param requestId a repetition starts nothing; null: every call is a new one
   * @param category of which users may want nothing; null: none
   */
  record Start(
      @Nullable String requestId,
      String name,
      ByteString audience,
      Channel channel,
      ContentSource source,
      Map<String, @Nullable Object> data,
      SendClass sendClass,
      @Nullable String category) {}

  Broadcast start(String workspaceId, Start start) {
    String requestId = start.requestId();
    if (requestId != null) {
      Optional<Broadcast> before = broadcasts.findByRequest(workspaceId, requestId);
      if (before.isPresent()) {
        return before.get();
      }
    }
    ContentSources.Resolved content = sources.resolve(workspaceId, start.source());
    content.mustSpeakFor(List.of(start.channel()), "channel");
    audiences.check(workspaceId, start.audience());
    return database.inTransaction(_ -> {
      Broadcast broadcast =
          new Broadcast(
              workspaceId,
              Ids.next(),
              start.name(),
              start.audience(),
              start.channel(),
              start.sendClass(),
              content.contentId(),
              SendData.newId(start.data()),
              Broadcast.State.RUNNING,
              null,
              0,
              clock.instant(),
              null,
              start.category());
      if (!broadcasts.insert(broadcast, requestId)) {
        return broadcasts
            .findByRequest(workspaceId, requestId == null ? "" : requestId)
            .orElseThrow();
      }
      sources.keep(workspaceId, content);
      sendData.add(workspaceId, broadcast.dataId(), start.data());
      database.afterCommit(planner::wake);
      return broadcast;
    });
  }

  /**
   * @return as it is then; empty if there is none
   */
  Optional<Broadcast> cancel(String workspaceId, UUID id) {
    broadcasts.cancel(workspaceId, id, clock.instant());
    return broadcasts.find(workspaceId, id);
  }
}

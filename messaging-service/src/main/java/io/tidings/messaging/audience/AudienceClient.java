package io.tidings.messaging.audience;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.StreamMembersRequest;
import io.tidings.proto.segment.v1.StreamMembersResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The members of audiences. An audience is kept as segment-service's own words. */
@Singleton
public final class AudienceClient {
  private static final String SERVICE = "messaging";
  private static final UUID AFTER_ALL = new UUID(-1L, -1L);

  private final ServiceChannels channels;

  AudienceClient(ServiceChannels channels) {
    this.channels = channels;
  }

  /**
   * Asks for no members: whether there is such an audience.
   *
   * @throws AudienceRefused if there is not
   */
  public void check(String workspaceId, ByteString audience) {
    stream(workspaceId, audience, AFTER_ALL, _ -> false);
  }

  /**
   * @throws AudienceRefused if there is none
   */
  public void checkSegment(String workspaceId, UUID segmentId) {
    check(
        workspaceId,
        Audience.newBuilder().setSegmentId(segmentId.toString()).build().toByteString());
  }

  /**
   * Hands on the members, each once, in the order of their ids, as they come.
   *
   * @param after only members beyond this one
   * @param take told at most 1,000 at a time; answers whether to go on
   * @throws AudienceRefused if there is no such audience
   */
  public void stream(
      String workspaceId, ByteString audience, @Nullable UUID after, Predicate<List<UUID>> take) {
    StreamMembersRequest request =
        StreamMembersRequest.newBuilder()
            .setAudience(parse(audience))
            .setAfterProfileId(after == null ? "" : after.toString())
            .build();
    // Ends the stream on the other side too, when we stop before its end.
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      call.run(() ->
          Caller.service(SERVICE, workspaceId)
              .run(() -> {
                Iterator<StreamMembersResponse> members =
                    SegmentServiceGrpc.newBlockingStub(channels.to("segment"))
                        .streamMembers(request);
                boolean goOn = true;
                while (goOn && members.hasNext()) {
                  goOn =
                      take.test(
                          members.next().getProfileIdsList().stream()
                              .map(UUID::fromString)
                              .toList());
                }
              }));
    } catch (StatusRuntimeException e) {
      throw switch (e.getStatus().getCode()) {
        case NOT_FOUND -> new AudienceRefused(true, description(e));
        case INVALID_ARGUMENT -> new AudienceRefused(false, description(e));
        default -> e;
      };
    }
  }

  private static String description(StatusRuntimeException e) {
    String said = e.getStatus().getDescription();
    return said == null ? "segment-service does not have this audience" : said;
  }

  private static Audience parse(ByteString audience) {
    try {
      return Audience.parseFrom(audience);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an audience on file cannot be read", e);
    }
  }
}

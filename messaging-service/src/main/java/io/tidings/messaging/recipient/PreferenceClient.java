package io.tidings.messaging.recipient;

import io.tidings.messaging.recipient.OptOuts.OptOut;
import io.tidings.proto.user.v1.BatchGetOptOutsRequest;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What users do not want, as user-service knows it. Calls are made for the workspace named. */
@Singleton
public final class PreferenceClient {
  private static final String SERVICE = "messaging";
  private static final int BATCH = 1_000;

  private final ServiceChannels channels;

  PreferenceClient(ServiceChannels channels) {
    this.channels = channels;
  }

  /** What these users do not want: one call for up to a thousand of them. */
  public OptOuts of(String workspaceId, Collection<UUID> profileIds) {
    List<UUID> distinct = profileIds.stream().distinct().toList();
    Map<UUID, List<OptOut>> byProfile = new HashMap<>();
    for (int from = 0; from < distinct.size(); from += BATCH) {
      BatchGetOptOutsRequest.Builder request = BatchGetOptOutsRequest.newBuilder();
      distinct
          .subList(from, Math.min(from + BATCH, distinct.size()))
          .forEach(id -> request.addProfileIds(id.toString()));
      for (var optOut : call(workspaceId, request.build())) {
        byProfile
            .computeIfAbsent(UUID.fromString(optOut.getProfileId()), _ -> new ArrayList<>())
            .add(
                new OptOut(
                    optOut.getCategoryId(),
                    optOut.getCategory(),
                    optOut.getChannel(),
                    Instant.ofEpochSecond(
                        optOut.getSince().getSeconds(), optOut.getSince().getNanos())));
      }
    }
    return byProfile.isEmpty() ? OptOuts.NONE : new OptOuts(byProfile);
  }

  private List<io.tidings.proto.user.v1.OptOut> call(
      String workspaceId, BatchGetOptOutsRequest request) {
    return Caller.service(SERVICE, workspaceId)
        .call(() ->
            PreferenceServiceGrpc.newBlockingStub(channels.to("user"))
                .batchGetOptOuts(request)
                .getOptOutsList());
  }
}

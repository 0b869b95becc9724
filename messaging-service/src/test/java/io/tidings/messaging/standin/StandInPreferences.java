package io.tidings.messaging.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetOptOutsRequest;
import io.tidings.proto.user.v1.BatchGetOptOutsResponse;
import io.tidings.proto.user.v1.OptOut;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What users do not want, as far as this service asks for it. */
public final class StandInPreferences extends PreferenceServiceGrpc.PreferenceServiceImplBase {
  private final List<OptOut> optOuts = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** The user does not want the category on the channel; returns the category's id. */
  public String optOut(UUID profileId, String category, String channel) {
    String categoryId = UUID.nameUUIDFromBytes(category.getBytes(UTF_8)).toString();
    optOuts.add(
        OptOut.newBuilder()
            .setProfileId(profileId.toString())
            .setCategoryId(categoryId)
            .setCategory(category)
            .setChannel(channel)
            .setSince(Timestamp.newBuilder().setSeconds(1_767_225_600))
            .build());
    return categoryId;
  }

  /** Answers nobody until what is returned is counted down. */
  public CountDownLatch hold() {
    held = new CountDownLatch(1);
    return held;
  }

  /** How often somebody asked. */
  public int calls() {
    return calls.get();
  }

  @Override
  public void batchGetOptOuts(
      BatchGetOptOutsRequest request, StreamObserver<BatchGetOptOutsResponse> response) {
    calls.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    response.onNext(
        BatchGetOptOutsResponse.newBuilder()
            .addAllOptOuts(
                optOuts.stream()
                    .filter(it -> request.getProfileIdsList().contains(it.getProfileId()))
                    .toList())
            .build());
    response.onCompleted();
  }
}

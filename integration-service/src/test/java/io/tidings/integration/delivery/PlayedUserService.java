package io.tidings.integration.delivery;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.BatchGetProfilesResponse;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for user-service: it knows those it is told of, and can be away. */
final class PlayedUserService extends ProfileServiceGrpc.ProfileServiceImplBase
    implements AutoCloseable {
  final Map<String, String> userIds = new ConcurrentHashMap<>();
  volatile boolean away;

  /** How many profiles an answer has room for. */
  volatile int room = Integer.MAX_VALUE;

  private final Server server;

  PlayedUserService() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void batchGetProfiles(
      BatchGetProfilesRequest request, StreamObserver<BatchGetProfilesResponse> observer) {
    if (away) {
      observer.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    BatchGetProfilesResponse.Builder response = BatchGetProfilesResponse.newBuilder();
    int known = 0;
    for (ProfileSelector selector : request.getSelectorsList()) {
      FoundProfile.Builder found = response.addFoundBuilder();
      String userId = userIds.get(selector.getProfileId());
      if (userId != null && ++known > room) {
        found.setLeftOut(true);
      } else if (userId != null) {
        found.setProfile(Profile.newBuilder().setId(selector.getProfileId()).setUserId(userId));
      }
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}

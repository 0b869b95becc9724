package io.tidings.rpc;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tries a lost connection every second. gRPC by itself waits longer and longer, up to two minutes,
 * and a service that is back would go unused for that long.
 */
final class Reconnection {
  private static final long PAUSE_SECONDS = 1;

  private Reconnection() {}

  static void watch(ManagedChannel channel) {
    ConnectivityState state = channel.getState(false);
    switch (state) {
      case SHUTDOWN -> {}
      case TRANSIENT_FAILURE -> {
        CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS)
            .execute(() -> {
              channel.resetConnectBackoff();
              watch(channel);
            });
      }
      case IDLE, CONNECTING, READY -> channel.notifyWhenStateChanged(state, () -> watch(channel));
    }
  }
}

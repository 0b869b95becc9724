package io.tidings.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Answers calls whose thread goes on to the next while their work is done. */
public final class Answers {
  private Answers() {}

  /**
   * Answers when the work is done, on the thread that has done it; as {@link FaultInterceptor}
   * would where it failed.
   *
   * @param message made of what became of the work, without waiting for anything
   */
  public static <T, M> void when(
      CompletableFuture<T> done, StreamObserver<M> answer, Function<T, M> message) {
    var call = (ServerCallStreamObserver<M>) answer;
    // Without a handler, an answer to one who hung up would be a failure.
    call.setOnCancelHandler(() -> {});
    done.thenApply(message)
        .thenAccept(made -> {
          call.onNext(made);
          call.onCompleted();
        })
        .exceptionally(failure -> {
          if (!call.isCancelled()) {
            call.onError(FaultMapping.faultOf(cause(failure)));
          }
          return null;
        });
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}

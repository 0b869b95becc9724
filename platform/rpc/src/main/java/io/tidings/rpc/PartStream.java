package io.tidings.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call's answer that is read a part at a time. Reads on only when the caller has taken what was
 * read before: no more than a part is held, however much there is.
 *
 * @param <T> what is read
 * @param <M> the message that carries a part of it
 */
public final class PartStream<T, M> implements Runnable {
  private final ServerCallStreamObserver<M> stream;
  private final Source<T> source;
  private final Function<List<T>, M> message;
  private @Nullable T last;
  private boolean complete;

  private PartStream(
      ServerCallStreamObserver<M> stream, Source<T> source, Function<List<T>, M> message) {
    this.stream = stream;
    this.source = source;
    this.message = message;
  }

  /** Where the parts come from. */
  public interface Source<T> {
    /**
     * What follows, no more than fits into a message.
     *
     * @param last of the part before; null for the first
     */
    Part<T> after(@Nullable T last);
  }

  /** Answers with everything that the source has. To be called while the call is taken. */
  public static <T, M> void answer(
      StreamObserver<M> answer, Source<T> source, Function<List<T>, M> message) {
    var stream = (ServerCallStreamObserver<M>) answer;
    stream.setOnReadyHandler(new PartStream<>(stream, source, message));
  }

  @Override
  public void run() {
    while (!complete && stream.isReady()) {
      Part<T> part = source.after(last);
      if (!part.items().isEmpty()) {
        last = part.items().getLast();
        stream.onNext(message.apply(part.items()));
      }
      if (part.isLast()) {
        complete = true;
        stream.onCompleted();
      }
    }
  }
}

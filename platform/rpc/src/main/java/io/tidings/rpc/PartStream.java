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
  private final int size;
  private final Source<T> source;
  private final Function<List<T>, M> message;
  private @Nullable T last;
  private boolean complete;

  private PartStream(
      ServerCallStreamObserver<M> stream,
      int size,
      Source<T> source,
      Function<List<T>, M> message) {
    this.stream = stream;
    this.size = size;
    this.source = source;
    this.message = message;
  }

  /** Where the parts come from. */
  public interface Source<T> {
    /**
     * What follows; less than a whole part where nothing comes after it.
     *
     * @param last of the part before; null for the first
     */
    List<T> after(@Nullable T last);
  }

  /**
   * Answers with everything that the source has. To be called while the call is taken.
   *
   * @param size of a whole part
   */
  public static <T, M> void answer(
      StreamObserver<M> answer, int size, Source<T> source, Function<List<T>, M> message) {
    var stream = (ServerCallStreamObserver<M>) answer;
    stream.setOnReadyHandler(new PartStream<>(stream, size, source, message));
  }

  @Override
  public void run() {
    while (!complete && stream.isReady()) {
      List<T> part = source.after(last);
      if (!part.isEmpty()) {
        last = part.getLast();
        stream.onNext(message.apply(part));
      }
      if (part.size() < size) {
        complete = true;
        stream.onCompleted();
      }
    }
  }
}

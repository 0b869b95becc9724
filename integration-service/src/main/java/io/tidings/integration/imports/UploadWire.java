package io.tidings.integration.imports;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.ImportOptions;
import io.tidings.proto.integration.v1.ImportUsersRequest;
import io.tidings.proto.integration.v1.ImportUsersResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What comes in on one stream. A failure of the work ends the call at its next message. */
final class UploadWire implements StreamObserver<ImportUsersRequest> {
  private final Work work;
  private final Function<Import, ImportUsersResponse> report;
  private final ServerCallStreamObserver<ImportUsersResponse> observer;
  private final ChunkStream file = new ChunkStream();
  private @Nullable FutureTask<Import> underWay;

  /** Reads the file to its end. */
  interface Work {
    Import read(ImportOptions options, InputStream file) throws IOException;
  }

  /**
   * @param observer of the call, which begins: it may still be told what to do at its end
   */
  UploadWire(
      Work work,
      Function<Import, ImportUsersResponse> report,
      ServerCallStreamObserver<ImportUsersResponse> observer) {
    this.work = work;
    this.report = report;
    this.observer = observer;
    // Also where the service itself ends it: a chunk is refused, or the key was revoked.
    observer.setOnCloseHandler(() -> handOver(file::breakOff));
  }

  @Override
  public void onNext(ImportUsersRequest request) {
    FutureTask<Import> reading = reading(request.getOptions());
    if (reading.isDone()) {
      // It failed, or there was nothing left to read.
      result(reading);
    }
    handOver(() -> file.add(request.getChunk().newInput()));
  }

  @Override
  public void onError(Throwable broken) {
    handOver(file::breakOff);
  }

  @Override
  public void onCompleted() {
    FutureTask<Import> reading = reading(ImportOptions.getDefaultInstance());
    handOver(file::end);
    observer.onNext(report.apply(result(reading)));
    observer.onCompleted();
  }

  /** Begins with the first message, which says how to read the file. */
  private FutureTask<Import> reading(ImportOptions options) {
    FutureTask<Import> begun = underWay;
    if (begun == null) {
      begun = new FutureTask<>(() -> read(options));
      underWay = begun;
      Thread.startVirtualThread(Context.current().wrap(begun));
    }
    return begun;
  }

  private Import read(ImportOptions options) throws IOException {
    try (file) {
      return work.read(options, file);
    }
  }

  private static Import result(FutureTask<Import> reading) {
    try {
      return reading.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("the import failed", failure.getCause());
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private interface Step {
    void take() throws InterruptedException;
  }

  private static void handOver(Step step) {
    try {
      step.take();
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static IllegalStateException interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while a file came in", interrupted);
  }
}

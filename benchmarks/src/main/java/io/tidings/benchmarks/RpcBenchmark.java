package io.tidings.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceStub;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.proto.event.v1.RecordEventResponse;
import io.tidings.proto.value.v1.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One durable record per unary call. */
final class RpcBenchmark implements Benchmark {
  private static final int IN_FLIGHT = 64;
  private static final int PROFILES = 10_000;
  private static final Duration WARM_UP = Duration.ofSeconds(25);
  private static final Duration WARM_UP_OF_ECHO = Duration.ofSeconds(10);

  private final AtomicLong messages = new AtomicLong();
  private final List<String> profileIds =
      Stream.generate(() -> UUID.randomUUID().toString()).limit(PROFILES).toList();

  @Override
  public String name() {
    return "rpc";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Duration time = Duration.ofSeconds(size.of(15, 60));
    ManagedChannel service = system.channel("event");
    call(service, WARM_UP);
    Meter meter = new Meter(system);
    long recorded = call(service, time);
    Figure rate =
        meter.rate("rpc", recorded, "records/s", "RecordEvent, %d in flight".formatted(IN_FLIGHT));
    return List.of(
        rate.against(echoesPerSecond(system))
            .noting("limit: the same calls answered by a server that records nothing")
            .ratioAtLeast(0.15));
  }

  private double echoesPerSecond(RunningSystem system) throws Exception {
    Process echo =
        new ProcessBuilder(command(system)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var output =
        new BufferedReader(new InputStreamReader(echo.getInputStream(), StandardCharsets.UTF_8))) {
      ManagedChannel channel = system.channelTo("127.0.0.1:" + output.readLine(), "none");
      call(channel, WARM_UP_OF_ECHO);
      Duration time = Duration.ofSeconds(5);
      long start = System.nanoTime();
      long answered = call(channel, time);
      return answered / ((System.nanoTime() - start) / 1e9);
    } finally {
      echo.destroy();
      echo.waitFor();
    }
  }

  /** With the options that event-service's own Java has. */
  private static List<String> command(RunningSystem system) {
    List<String> service = system.processes().commandOf("event-service.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    service.stream()
        .filter(word -> word.startsWith("-X") || word.startsWith("-D") || word.startsWith("--"))
        // Those belong to the classes and the files of the service.
        .filter(word -> !word.contains("AOT") && !word.contains("FlightRecord"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EchoServer.class.getName());
    return command;
  }

  /** Calls for so long, a fixed number always in flight; answers how many calls there were. */
  private long call(ManagedChannel channel, Duration time)
      throws InterruptedException, IOException {
    EventServiceStub events = EventServiceGrpc.newStub(channel);
    Semaphore free = new Semaphore(IN_FLIGHT);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    long calls = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end && failure.get() == null) {
      free.acquire();
      events.recordEvent(request(), new Answer(free, failure));
      calls++;
    }
    free.acquire(IN_FLIGHT);
    Throwable first = failure.get();
    if (first != null) {
      throw new IOException("a call failed", first);
    }
    return calls;
  }

  private RecordEventRequest request() {
    long message = messages.getAndIncrement();
    return RecordEventRequest.newBuilder()
        .setEvent(
            Event.newBuilder()
                .setMessageId(Calls.numbered("rpc-", 12, message))
                .setProfileId(
                    profileIds.get(ThreadLocalRandom.current().nextInt(profileIds.size())))
                .setName(IntakeBenchmark.EVENT)
                .putProperties("order", text(Calls.numbered("order-", 9, message)))
                .putProperties("city", text("Lagos"))
                .putProperties(
                    "total", Value.newBuilder().setNumber(1_000 + message % 9_000).build()))
        .build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  private record Answer(Semaphore free, AtomicReference<@Nullable Throwable> failure)
      implements StreamObserver<RecordEventResponse> {
    @Override
    public void onNext(RecordEventResponse response) {}

    @Override
    public void onError(Throwable fault) {
      failure.compareAndSet(null, fault);
      free.release();
    }

    @Override
    public void onCompleted() {
      free.release();
    }
  }
}

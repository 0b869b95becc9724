package io.tidings.benchmarks;

import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Gatherers;
import java.util.stream.LongStream;

/** From one event to the user in the segment, and to the SMS that an automation sends. */
final class LiveBenchmark implements Benchmark {
  private static final String EVENT = "Cap reached";
  private static final int USERS = 2_000;
  private static final int PER_REQUEST = 1_000;
  private static final Duration WARM_UP_BY_SAMPLES = Duration.ofSeconds(4);
  private static final int WARM_UP_CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clock clock = Clock.systemUTC();
  private final Calls calls = new Calls(clock);

  @Override
  public String name() {
    return "live";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Segments.ofBuyers(system);
    Segment segment =
        Segments.live(system, "At the cap", Segments.counting(EVENT, 1, Duration.ofDays(7)));
    textWhoEnters(system, segment);
    RestLoad batches = new RestLoad(system, "/v1/batch");
    RestLoad track = new RestLoad(system, "/v1/track");
    try (Sandbox sandbox = new Sandbox(system.sandbox("/"))) {
      for (int user = 0; user < USERS; user += Calls.PER_BATCH) {
        batches.post(calls.newUsers());
      }
      var sampling = new Sampling(system, profileIds(system), track, sandbox);
      track.during(Duration.ofSeconds(size.of(40, 60)), WARM_UP_CONNECTIONS, this::order);
      sampling.during(WARM_UP_BY_SAMPLES);

      int samples = (int) size.of(120, 500);
      Latencies idle = sampling.run(samples, false);
      double peak = peak(batches, Duration.ofSeconds(size.of(9, 30)));
      Latencies loaded = underLoad(batches, peak * 0.45, () -> sampling.run(samples / 2, true));
      String half = "while %.0f events/s come in, of %.0f at most".formatted(peak * 0.45, peak);
      return List.of(
          idle.segment().figure("live.segment.p50", 50, "idle").atMost(15),
          idle.segment().figure("live.segment.p99", 99, "idle").atMost(50),
          loaded.segment().figure("live.segment.loaded", 99, half).atMost(250),
          idle.sms().figure("live.sms.p99", 99, "idle, until the sandbox has it").atMost(150));
    }
  }

  private static void textWhoEnters(RunningSystem system, Segment segment) {
    var messaging = system.channel("messaging");
    var content =
        Content.newBuilder()
            .setSms(
                SmsContent.newBuilder()
                    .setText("{{ user.first_name }}, you are at your cap. Reply MORE for more."));
    TemplateServiceGrpc.newBlockingStub(messaging)
        .createTemplate(
            CreateTemplateRequest.newBuilder().setName("cap").setContent(content).build());
    AutomationServiceGrpc.newBlockingStub(messaging)
        .createAutomation(
            CreateAutomationRequest.newBuilder()
                .setName("Text who is at the cap")
                .setSegmentId(segment.getId())
                .setChannel(Channel.CHANNEL_SMS)
                .setTemplate("cap")
                .build());
  }

  private static List<String> profileIds(RunningSystem system) {
    var profiles = ProfileServiceGrpc.newBlockingStub(system.channel("user"));
    return LongStream.range(0, USERS)
        .mapToObj(user -> ProfileSelector.newBuilder().setUserId(Calls.userId(user)).build())
        .gather(Gatherers.windowFixed(PER_REQUEST))
        .map(users -> BatchGetProfilesRequest.newBuilder().addAllSelectors(users).build())
        .flatMap(request -> profiles.batchGetProfiles(request).getFoundList().stream())
        .map(found -> found.getProfile().getId())
        .toList();
  }

  /** Events a second, as fast as they are taken; the first third of the time is for warming up. */
  private double peak(RestLoad batches, Duration time) throws Exception {
    Duration third = time.dividedBy(3);
    batches.during(third, IntakeBenchmark.CONNECTIONS, this::orders);
    long start = System.nanoTime();
    long sent = batches.during(third.multipliedBy(2), IntakeBenchmark.CONNECTIONS, this::orders);
    return sent * Calls.PER_BATCH / ((System.nanoTime() - start) / 1e9);
  }

  private byte[] order() {
    return calls.track(IntakeBenchmark.EVENT, ThreadLocalRandom.current().nextInt(USERS));
  }

  private byte[] orders() {
    return calls.events(IntakeBenchmark.EVENT);
  }

  private Latencies underLoad(RestLoad batches, double eventsPerSecond, Work work)
      throws Exception {
    AtomicBoolean wanted = new AtomicBoolean(true);
    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<Long> load =
          thread.submit(() ->
              batches.whilst(
                  wanted::get,
                  IntakeBenchmark.CONNECTIONS,
                  eventsPerSecond / Calls.PER_BATCH,
                  this::orders));
      try {
        return work.run();
      } finally {
        wanted.set(false);
        load.get();
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    Latencies run() throws Exception;
  }

  private record Latencies(Percentiles segment, Percentiles sms) {}

  /** One user after the other does what puts them into the segment. */
  private final class Sampling {
    private final SegmentServiceBlockingStub segments;
    private final List<String> profileIds;
    private final RestLoad track;
    private final Sandbox sandbox;
    private int next;

    Sampling(RunningSystem system, List<String> profileIds, RestLoad track, Sandbox sandbox) {
      this.segments = SegmentServiceGrpc.newBlockingStub(system.channel("segment"));
      this.profileIds = profileIds;
      this.track = track;
      this.sandbox = sandbox;
    }

    void during(Duration time) throws Exception {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        run(1, false);
      }
    }

    Latencies run(int samples, boolean segmentOnly) throws Exception {
      var latencies = new Latencies(new Percentiles(), new Percentiles());
      for (int sample = 0; sample < samples; sample++) {
        int user = next++;
        byte[] event = calls.track(EVENT, user);
        Instant sent = clock.instant();
        long start = System.nanoTime();
        track.post(event);
        Await.until("user in the segment", PATIENCE, Duration.ofMillis(1), () -> isMember(user));
        latencies.segment().add(System.nanoTime() - start);
        if (!segmentOnly) {
          latencies.sms().add(Duration.between(sent, textedAt(user)).toNanos());
        }
      }
      return latencies;
    }

    private boolean isMember(int user) {
      var request =
          ListSegmentsOfProfileRequest.newBuilder().setProfileId(profileIds.get(user)).build();
      return segments.listSegmentsOfProfile(request).getMembershipsCount() > 0;
    }

    private Instant textedAt(int user) throws Exception {
      String number = "+234803%07d".formatted(user);
      Await.until("SMS", PATIENCE, () -> sandbox.receivedAt("sms", number).isPresent());
      Optional<Instant> received = sandbox.receivedAt("sms", number);
      return received.orElseThrow();
    }
  }
}

package io.tidings.benchmarks;

import io.tidings.proto.messaging.v1.BroadcastServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc.BroadcastServiceBlockingStub;
import io.tidings.proto.messaging.v1.BroadcastState;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import io.tidings.proto.messaging.v1.ProviderServiceGrpc;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.proto.segment.v1.Everyone;
import io.tidings.quickstart.sandbox.SandboxConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Stream;

/** One personal mail to everyone, to a mail server that runs in this process. */
final class BroadcastBenchmark implements Benchmark {
  private static final int CONNECTIONS = 20;

  /** As many broadcasts as it takes: a single short one is over before its code is compiled. */
  private static final Duration WARM_UP = Duration.ofSeconds(25);

  /** Mails of the bare mailer, likewise. */
  private static final int WARM_UP_OF_BARE_MAILER = 20_000;

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** Each look is a call that the system answers on the same two processors. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** Who asks for memory walks through all pages of all processes. */
  private static final Duration SAMPLED = Duration.ofSeconds(5);

  private final Calls calls = new Calls(Clock.systemUTC());

  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Path keys = Files.createTempDirectory("tidings-benchmark-sink");
    try (var server =
            io.tidings.quickstart.sandbox.Sandbox.start(
                new SandboxConfig(keys, 0, 0, 0, 0, 1_000, 8 << 20));
        Sandbox sink = new Sandbox(URI.create(server.url() + "/"))) {
      Map<String, String> settings = server.settings().get("smtp");
      if (settings == null) {
        throw new IllegalStateException("the sandbox has no settings for smtp");
      }
      connect(system, settings);
      createTemplate(system);
      int mails = (int) size.of(20_000, 100_000);
      long warm = System.nanoTime() + WARM_UP.toNanos();
      while (System.nanoTime() < warm) {
        broadcast(system, sink, "warm-up", mails);
      }

      Meter meter = new Meter(system);
      List<Long> memory = broadcast(system, sink, "news", mails);
      Figure rate =
          meter.rate(
              "broadcast",
              mails,
              "mails/s",
              "personal, SMTP, %d connections".formatted(CONNECTIONS));
      BareMailer bare =
          new BareMailer(
              Integer.parseInt(settings.getOrDefault("port", "0")),
              settings.getOrDefault("username", ""),
              settings.getOrDefault("password", ""));
      bare.send(WARM_UP_OF_BARE_MAILER, CONNECTIONS);
      Figure figure =
          rate.against(bare.send(mails, CONNECTIONS))
              .noting("limit: the same SMTP library, pooled, on virtual threads, to the same sink")
              .atLeast(2_000)
              .ratioAtLeast(0.5)
              .cpuAtMost(1);
      return size == Size.SHORT ? List.of(figure) : List.of(figure, flatness(memory));
    } finally {
      try (Stream<Path> files = Files.walk(keys)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void connect(RunningSystem system, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("connections", Integer.toString(CONNECTIONS));
    ProviderServiceGrpc.newBlockingStub(system.operatorChannel("messaging"))
        .connectProvider(
            ConnectProviderRequest.newBuilder().setProvider("smtp").putAllSettings(all).build());
  }

  private static void createTemplate(RunningSystem system) {
    var content =
        Content.newBuilder()
            .setEmail(
                EmailContent.newBuilder()
                    .setSubject(MailTemplate.SUBJECT)
                    .setText(MailTemplate.TEXT)
                    .setHtml(MailTemplate.HTML));
    TemplateServiceGrpc.newBlockingStub(system.channel("messaging"))
        .createTemplate(
            CreateTemplateRequest.newBuilder().setName("news").setContent(content).build());
  }

  /** More users, until segment-service knows them: it answers who everyone is. */
  private void identify(RunningSystem system, int more) throws Exception {
    RestLoad load = new RestLoad(system, "/v1/batch");
    try (Connection projection = system.database("segment")) {
      long users = calls.users() + more;
      load.whilst(() -> calls.users() < users, 1, 0, calls::newUsers);
      Await.until(
          "users known to segment-service",
          PATIENCE,
          Duration.ofMillis(200),
          () -> {
            try (var statement = projection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM profile")) {
              rows.next();
              return rows.getLong(1) == users;
            }
          });
    }
  }

  /** Sends to everyone; answers the memory of the system in MiB, now and then. */
  private List<Long> broadcast(RunningSystem system, Sandbox sink, String name, int mails)
      throws Exception {
    if (calls.users() < mails) {
      identify(system, mails - (int) calls.users());
    }
    long before = sink.count("email");
    var broadcasts = BroadcastServiceGrpc.newBlockingStub(system.channel("messaging"));
    var everyone = Audience.newBuilder().setEveryone(Everyone.getDefaultInstance());
    String id =
        broadcasts
            .createBroadcast(
                CreateBroadcastRequest.newBuilder()
                    .setName(name)
                    .setAudience(everyone)
                    .setChannel(Channel.CHANNEL_EMAIL)
                    .setTemplate("news")
                    .build())
            .getBroadcast()
            .getId();
    List<Long> memory = new ArrayList<>();
    long[] sampled = {System.nanoTime()};
    Await.until(
        "broadcast " + name,
        PATIENCE,
        LOOK_AGAIN,
        () -> {
          if (System.nanoTime() - sampled[0] > SAMPLED.toNanos()) {
            memory.add(system.processes().rssMib());
            sampled[0] = System.nanoTime();
          }
          return isCompleted(broadcasts, id);
        });
    long received = sink.count("email") - before;
    if (received != mails) {
      throw new IllegalStateException(
          "%,d mails were to be sent, %,d have arrived".formatted(mails, received));
    }
    return memory;
  }

  private static boolean isCompleted(BroadcastServiceBlockingStub broadcasts, String id) {
    var request = GetBroadcastRequest.newBuilder().setBroadcastId(id).build();
    return broadcasts.getBroadcast(request).getBroadcast().getState()
        == BroadcastState.BROADCAST_STATE_COMPLETED;
  }

  private static Figure flatness(List<Long> memory) {
    LongSummaryStatistics mib =
        memory.stream().skip(memory.size() / 10).mapToLong(Long::longValue).summaryStatistics();
    double middle = (mib.getMax() + mib.getMin()) / 2.0;
    return Figure.of(
            "broadcast.memory",
            100 * (mib.getMax() - middle) / middle,
            "± %",
            "after the first tenth, " + mib)
        .atMost(10);
  }
}

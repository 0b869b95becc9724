package io.tidings.quickstart;

import io.tidings.backends.Backends;
import io.tidings.backends.OwnProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each service is started: its Java, its memory, its environment. */
record ServicePlans(
    DataFolder folder, Addresses addresses, Backends backends, Installation installation) {
  // Memory is what there is least of on one machine that holds everything: a heap that is given
  // back after use, and so what the compilers took beside it; no more than two event loops and
  // memory arenas. The heap's first size must hold the objects of the start cache. The second
  // compiler stays: it costs CPU in the first minutes of a load, but the processor's own AES, which
  // everything at rest is sealed with, is used by its code alone; for that it need not wait until
  // thousands of calls have come, for one may seal 64 KiB, at ten times the price. Every time that
  // a seventh of the
  // room for compiled code is filled, the whole heap is collected: hence so much of it. Locks that
  // nobody uses any more are looked for every two seconds; four times a second, as is usual, is a
  // twentieth of what an idle system does.
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx160m",
          "-XX:NewRatio=1",
          "-XX:MinHeapFreeRatio=40",
          "-XX:MaxHeapFreeRatio=60",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=160m",
          "-Xss512k",
          "-XX:TrimNativeHeapInterval=15000",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.GHASH::*,0.01",
          "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.CounterMode::*,0.01",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:AsyncDeflationInterval=2000",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dio.netty.eventLoopThreads=2",
          "-Dio.netty.allocator.numDirectArenas=1",
          "-Dio.netty.allocator.numHeapArenas=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  OwnProcess.Plan of(Service service, List<String> startUp) {
    var command = new ArrayList<>(List.of(Programs.java().toString()));
    command.addAll(JVM);
    command.addAll(firstHeap(service));
    command.addAll(startUp);
    command.addAll(List.of("-jar", Programs.jar(service).toString()));
    return new OwnProcess.Plan(
        service.module(),
        command,
        environment(service),
        folder.root(),
        folder.log(service.module()),
        "TERM");
  }

  /**
   * A batch that outlives a young collection is copied, and copied again. The young generation
   * grows, to as much as the old one holds, when the whole heap is collected; until then it has
   * this much. Every call and every event passes through two of the services.
   */
  private static List<String> firstHeap(Service service) {
    return switch (service) {
      case USER, EVENT -> List.of("-Xms16m", "-XX:NewSize=8m");
      case SEGMENT, MESSAGING, INTEGRATION, GATEWAY -> List.of("-Xms12m", "-XX:NewSize=4m");
    };
  }

  private Map<String, String> environment(Service service) {
    var environment = new HashMap<>(addresses.variables());
    service
        .database()
        .ifPresent(database -> {
          environment.put("TIDINGS_DATABASE_URL", backends.postgres().databaseUrl(database));
          environment.put("TIDINGS_DATABASE_USER", backends.postgres().user());
          environment.put("TIDINGS_DATABASE_PASSWORD", backends.postgres().password());
        });
    environment.put("TIDINGS_RABBITMQ_URL", backends.rabbit().url());
    environment.put("TIDINGS_REDIS_URL", backends.redis().url());
    environment.put("TIDINGS_INTERNAL_SECRET", installation.internalSecret());
    environment.put("TIDINGS_ADMINISTRATOR_KEY", installation.administratorKey());
    environment.put("TIDINGS_ENCRYPTION_KEY", installation.encryptionKey());
    environment.put("TIDINGS_GRPC_PORT", Integer.toString(addresses.grpcPort(service)));
    environment.put("TIDINGS_HTTP_PORT", Integer.toString(addresses.httpPort(service)));
    environment.put("TIDINGS_PARTITIONS", installation.partitions());
    environment.put("TIDINGS_BIND", Addresses.HOST);
    // Each arena of the C library's allocator keeps memory of its own.
    environment.put("MALLOC_ARENA_MAX", "2");
    return environment;
  }
}

package io.tidings.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** One CSV file of new users, until its upload is answered: then all of them can be read. */
final class ImportBenchmark implements Benchmark {
  private static final String HEADER =
      "id,email,first_name,last_name,number,plan,city,monthly_usage,newsletter,signed_up_at";
  private static final String[] CITIES = {"Lagos", "Abuja", "Kano", "Ibadan", "Port Harcourt"};
  private static final Duration SAMPLES = Duration.ofSeconds(2);

  /** What is not yet warm at the beginning is left out of the question whether memory is flat. */
  private static final double WARM_UP = 0.2;

  @Override
  public String name() {
    return "import";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    long rows = size.of(100_000, 1_000_000);
    List<Long> memory = new ArrayList<>();
    Meter meter = new Meter(system);
    try (HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(upload(system, rows), BodyHandlers.ofString());
      while (!answer.isDone()) {
        memory.add(system.processes().rssMib());
        Thread.sleep(SAMPLES);
      }
      Figure rate =
          meter
              .rate("import", rows, "rows/s", "%,d rows of 10 columns".formatted(rows))
              .atLeast(5_000);
      check(answer.join(), rows);
      return size == Size.SHORT ? List.of(rate) : List.of(rate, swing(memory));
    }
  }

  private static HttpRequest upload(RunningSystem system, long rows) {
    return HttpRequest.newBuilder(system.gateway("/v1/imports"))
        .header("Authorization", "Bearer " + system.secretKey())
        .header("Content-Type", "text/csv")
        .POST(BodyPublishers.ofInputStream(() -> csv(rows)))
        .build();
  }

  /** Written while it is read: the file is never held as a whole. */
  private static InputStream csv(long rows) {
    try {
      var read = new PipedInputStream(64 * 1024);
      var written = new PipedOutputStream(read);
      Thread.ofVirtual().start(() -> write(written, rows));
      return read;
    } catch (IOException e) {
      throw new IllegalStateException("a pipe of this process cannot be made", e);
    }
  }

  private static void write(PipedOutputStream pipe, long rows) {
    try (var out = new PrintStream(pipe, false, StandardCharsets.UTF_8)) {
      out.println(HEADER);
      for (long row = 0; row < rows; row++) {
        out.printf(
            Locale.ROOT,
            "imported-%08d,ada.%d@import.example,Ada,Obi,+234803%07d,Plus,%s,%d,%b,2026-01-%02dT08:00:00Z%n",
            row,
            row,
            row,
            CITIES[(int) (row % CITIES.length)],
            row % 900,
            row % 2 == 0,
            1 + row % 28);
      }
    }
  }

  private static void check(HttpResponse<String> answer, long rows) throws IOException {
    JsonNode body = new ObjectMapper().readTree(answer.body());
    if (answer.statusCode() != 200 || body.path("createdCount").asLong() != rows) {
      throw new IllegalStateException(
          "%,d rows were sent, the answer is %d: %s"
              .formatted(rows, answer.statusCode(), answer.body()));
    }
  }

  private static Figure swing(List<Long> memory) {
    var mib =
        memory.stream()
            .skip((long) (memory.size() * WARM_UP))
            .mapToLong(Long::longValue)
            .summaryStatistics();
    double middle = (mib.getMax() + mib.getMin()) / 2.0;
    return Figure.of(
            "import.memory",
            100 * (mib.getMax() - middle) / middle,
            "± %",
            "after the first fifth, %s MiB".formatted(mib))
        .atMost(10);
  }
}

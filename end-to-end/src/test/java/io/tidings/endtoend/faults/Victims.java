package io.tidings.endtoend.faults;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tidings.endtoend.DataFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The processes of one system, as somebody with the rights of its owner can get at them. */
final class Victims {
  private final Path data;
  private final DataFolder folder;

  Victims(DataFolder folder) {
    this.data = folder.root();
    this.folder = folder;
  }

  /** As by kill -9. Returns when somebody else runs in its place. */
  void kill(String name) {
    long pid = pid(name);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await(name + " is started again")
        .atMost(Duration.ofMinutes(1))
        .until(() -> runsAnew(name, pid));
  }

  /** As by kill -9, of a backing server. Returns when another is there and answers. */
  void killServer(String name) {
    long before = restored();
    kill(name);
    await(name + " answers again").atMost(Duration.ofMinutes(1)).until(() -> restored() > before);
  }

  private long restored() {
    try (Stream<String> lines = Files.lines(data.resolve("logs").resolve("tidings.log"))) {
      return lines.filter(line -> line.endsWith("runs again")).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean runsAnew(String name, long old) {
    long pid = pid(name);
    return pid != old && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private long pid(String name) {
    try {
      Path file = data.resolve("running").resolve(name + ".pid");
      return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).getFirst()) : -1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The broker thinks that its disk is full and takes nothing any more, or that it is not. */
  void setDiskAlarm(boolean raised) throws IOException, InterruptedException {
    String alarm = "{resource_limit, disk, node()}";
    evaluate(
        raised
            ? "rabbit_alarm:set_alarm({%s, []}).".formatted(alarm)
            : "rabbit_alarm:clear_alarm(%s).".formatted(alarm));
  }

  private void evaluate(String expression) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("erl_call", "-sname", "tidings@localhost", "-e")
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", data.resolve("rabbitmq").toString(),
                "ERL_EPMD_PORT", Integer.toString(folder.port("rabbitmq-epmd")),
                "ERL_EPMD_ADDRESS", "127.0.0.1"));
    Process call = builder.start();
    try (OutputStream input = call.getOutputStream()) {
      input.write((expression + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (call.waitFor() != 0 || !answer.startsWith("{ok,")) {
      throw new AssertionError("RabbitMQ answered: " + answer);
    }
  }

  /** Takes every connection that PostgreSQL still gives, until they are closed. */
  List<java.sql.Connection> exhaustPostgres() {
    List<java.sql.Connection> taken = new ArrayList<>();
    while (true) {
      try {
        taken.add(folder.database("postgres"));
      } catch (SQLException full) {
        return taken;
      }
    }
  }

  /** Dead letters by queue; only queues that have some. */
  Map<String, Integer> deadLetters(List<String> groups) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(folder.port("rabbitmq"));
    factory.setUsername("tidings");
    factory.setPassword(folder.backendPassword());
    Map<String, Integer> found = new TreeMap<>();
    try (Connection connection = factory.newConnection()) {
      for (String group : groups) {
        Channel channel = connection.createChannel();
        int count = channel.queueDeclarePassive(group + ".dead").getMessageCount();
        if (count > 0) {
          found.put(group, count);
        }
      }
    }
    return found;
  }
}

package io.tidings.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The processes of one running system, by the operating system's accounting: every process that has
 * the data folder in its command line, its environment or as its working folder, and whatever
 * descends from one.
 */
record Processes(Path data) {
  private static final Path PROC = Path.of("/proc");

  /** What a tick of /proc is on every Linux of today. */
  private static final double MILLIS_PER_TICK = 10;

  /** Resident memory in MiB; a page that several processes share counts once. */
  long rssMib() {
    return pids().stream().mapToLong(Processes::residentKib).sum() / 1024;
  }

  /** Resident memory in MiB of the processes of each name. */
  Map<String, Long> rssMibByName() {
    Map<String, Long> kib = new TreeMap<>();
    for (long pid : pids()) {
      kib.merge(name(pid), residentKib(pid), Long::sum);
    }
    kib.replaceAll((_, size) -> size / 1024);
    return kib;
  }

  /** CPU used so far in milliseconds by the processes of each name, and by ended children. */
  Map<String, Double> cpuMillisByName() {
    Map<String, Double> millis = new TreeMap<>();
    for (long pid : pids()) {
      millis.merge(name(pid), cpuMillis(pid), Double::sum);
    }
    return millis;
  }

  /** The command line of the process that has this in it. */
  List<String> commandOf(String program) {
    return pids().stream()
        .map(pid -> read(pid, "cmdline"))
        .filter(command -> command.contains(program))
        .map(command -> List.of(command.split("\0")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no process runs " + program));
  }

  Set<Long> pids() {
    Map<Long, List<Long>> children = new HashMap<>();
    List<Long> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(process -> {
          process
              .parent()
              .ifPresent(parent ->
                  children
                      .computeIfAbsent(parent.pid(), _ -> new ArrayList<>())
                      .add(process.pid()));
          if (belongs(process.pid())) {
            found.add(process.pid());
          }
        });
    Set<Long> all = new LinkedHashSet<>(found);
    for (int next = 0; next < found.size(); next++) {
      for (long child : children.getOrDefault(found.get(next), List.of())) {
        if (all.add(child)) {
          found.add(child);
        }
      }
    }
    return all;
  }

  private boolean belongs(long pid) {
    return read(pid, "cmdline").contains(data.toString())
        || read(pid, "environ").contains(data.toString())
        || workingFolder(pid).startsWith(data);
  }

  /** The root folder when the process is gone. */
  private static Path workingFolder(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(String.valueOf(pid)).resolve("cwd"));
    } catch (IOException gone) {
      return Path.of("/");
    }
  }

  private static double cpuMillis(long pid) {
    String stat = read(pid, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    // After the name in parentheses: state, ppid … utime, stime, cutime, cstime are 12th to 15th.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks * MILLIS_PER_TICK;
  }

  private static long residentKib(long pid) {
    return read(pid, "smaps_rollup")
        .lines()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** The service's name, else the program's. */
  private static String name(long pid) {
    String command = read(pid, "cmdline").replace('\0', ' ');
    String program = command.replaceAll("^.*/target/([a-z-]+)\\.jar.*$", "$1");
    return program.equals(command)
        ? command.replaceAll("^(?:\\S*/)?([^/ :]+).*$", "$1").trim()
        : program;
  }

  /** Empty when the process is gone. */
  private static String read(long pid, String file) {
    try {
      // Whatever bytes it holds.
      return Files.readString(
          PROC.resolve(String.valueOf(pid)).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}

package io.tidings.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory in pages of 2 MiB, which the machine's owner set apart ({@code sysctl
 * vm.nr_hugepages=1700}) and which nobody uses yet.
 */
final class HugePages {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d+).*");

  private HugePages() {}

  /**
   * MiB that fit, with what PostgreSQL needs beside its buffers: some 2 % to find them by, locks,
   * its log's buffers. Were it a page too much, PostgreSQL would use none of them.
   */
  static long forBuffers() {
    try {
      return Files.exists(MEMORY) ? forBuffers(Files.readAllLines(MEMORY)) : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  static long forBuffers(List<String> memory) {
    long free = value(memory, "HugePages_Free") - value(memory, "HugePages_Rsvd");
    long mib = free * value(memory, "Hugepagesize") / 1024;
    return Math.max(0, mib * 9 / 10 - 32);
  }

  /** 0 where the kernel does not tell. */
  private static long value(List<String> memory, String name) {
    return memory.stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .filter(line -> line.group(1).equals(name))
        .mapToLong(line -> Long.parseLong(line.group(2)))
        .findFirst()
        .orElse(0);
  }
}

package io.tidings.quickstart.sandbox;

import java.nio.file.Path;

/**
 * Where the sandbox listens, and how much it keeps. Ports are on the loopback address; 0 takes a
 * free one.
 *
 * @param data folder for its keys, which are made at the first start and kept
 * @param httpPort what was received, faults, and FCM
 * @param maxMessages kept at most; the oldest make room
 * @param maxBytes of content kept at most
 */
public record SandboxConfig(
    Path data,
    int httpPort,
    int smtpPort,
    int smppPort,
    int apnsPort,
    int maxMessages,
    long maxBytes) {

  private static final int MAX_MESSAGES = 50_000;
  private static final long MAX_BYTES = 48L << 20;

  public SandboxConfig(Path data, int httpPort, int smtpPort, int smppPort, int apnsPort) {
    this(data, httpPort, smtpPort, smppPort, apnsPort, MAX_MESSAGES, MAX_BYTES);
  }

  public static SandboxConfig onFreePorts(Path data) {
    return new SandboxConfig(data, 0, 0, 0, 0);
  }
}

package io.tidings.quickstart.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines and content as SMTP writes them. */
final class SmtpWire {

  private static final int MAX_LINE = 8192;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;

  SmtpWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  Socket socket() {
    return socket;
  }

  /** Whether more has come than was asked for: a client that does not wait for answers. */
  boolean hasMore() {
    return position < limit;
  }

  void reply(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws EOFException where the client has gone
   */
  String line() throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int next = next();
      if (next == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (line.length() == MAX_LINE) {
        throw new IOException("a command is longer than " + MAX_LINE);
      }
      line.append((char) next);
    }
  }

  /**
   * Everything up to the line that is a dot alone; dots that were doubled on the way are single
   * again.
   *
   * @param max what is kept of it; the rest is read and let go
   */
  byte[] content(int max) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream(4096);
    boolean lineStart = true;
    while (true) {
      if (position == limit) {
        fill();
      }
      if (lineStart && buffer[position] == '.') {
        position++;
        int after = next();
        if (after == '\r') {
          after = next();
        }
        if (after == '\n') {
          return content.toByteArray();
        }
        keep(content, new byte[] {(byte) after}, 0, 1, max);
        lineStart = false;
        continue;
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      boolean whole = end < limit;
      int length = (whole ? end + 1 : end) - position;
      keep(content, buffer, position, length, max);
      position += length;
      lineStart = whole;
    }
  }

  private static void keep(
      ByteArrayOutputStream content, byte[] from, int offset, int length, int max) {
    content.write(from, offset, Math.min(length, max - content.size()));
  }

  private int next() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  private void fill() throws IOException {
    int read = in.read(buffer);
    if (read < 0) {
      throw new EOFException();
    }
    position = 0;
    limit = read;
  }
}

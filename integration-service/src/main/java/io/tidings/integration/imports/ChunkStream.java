package io.tidings.integration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A file that one thread hands over in chunks while another reads it. Whoever hands over waits for
 * the reader after a few chunks, so that a large file never piles up.
 */
final class ChunkStream extends InputStream {
  private static final int CHUNKS_AHEAD = 4;

  private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
  private Chunk current = new Chunk.Bytes(InputStream.nullInputStream());
  private volatile boolean closed;

  private sealed interface Chunk {
    record Bytes(InputStream stream) implements Chunk {}

    record End() implements Chunk {}

    record BrokenOff() implements Chunk {}
  }

  /** Hands over a chunk; what comes after the reader is through is passed over. */
  void add(InputStream chunk) throws InterruptedException {
    put(new Chunk.Bytes(chunk));
  }

  /** The file is whole. */
  void end() throws InterruptedException {
    put(new Chunk.End());
  }

  /** The rest of the file will not come. */
  void breakOff() throws InterruptedException {
    put(new Chunk.BrokenOff());
  }

  private void put(Chunk chunk) throws InterruptedException {
    if (!closed) {
      chunks.put(chunk);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    while (true) {
      switch (current) {
        case Chunk.Bytes(var stream) -> {
          var read = stream.read(into, from, length);
          if (read >= 0) {
            return read;
          }
          current = next();
        }
        case Chunk.End() -> {
          return -1;
        }
        case Chunk.BrokenOff() -> throw new IOException("the upload broke off");
      }
    }
  }

  private Chunk next() throws IOException {
    try {
      return chunks.take();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the rest of the file", interrupted);
    }
  }

  /** The reader is through; whoever waits to hand over goes on. */
  @Override
  public void close() {
    closed = true;
    chunks.clear();
  }
}

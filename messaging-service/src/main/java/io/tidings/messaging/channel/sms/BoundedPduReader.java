package io.tidings.messaging.channel.sms;

import java.io.DataInputStream;
import java.io.IOException;
import org.jsmpp.DefaultPDUReader;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.bean.Command;

/**
 * Reads no more than a message centre can have to say. The library believes any length that it is
 * told, and makes room for it: what is no SMPP at all would take the memory of everybody.
 */
final class BoundedPduReader extends DefaultPDUReader {
  /** A message payload has 64 KiB at most (SMPP 3.4, 5.3.2.32). */
  private static final int MAX_BYTES = 128 * 1024;

  @Override
  public Command readPDUHeader(DataInputStream in)
      throws InvalidCommandLengthException, IOException {
    Command header = super.readPDUHeader(in);
    if (header.getCommandLength() > MAX_BYTES) {
      // As if the connection had broken: at a length that it does not believe, the library waits
      // for
      // the answer to an unbind that nobody reads, and takes messages meanwhile.
      throw new IOException(
          "command_length %d is more than %d".formatted(header.getCommandLength(), MAX_BYTES));
    }
    return header;
  }
}

package io.tidings.messaging.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Command;
import org.junit.jupiter.api.Test;

class BoundedPduReaderTest {
  private final BoundedPduReader reader = new BoundedPduReader();

  @Test
  void readsAsMuchAsAMessageCentreMaySay() throws Exception {
    byte[] header =
        ByteBuffer.allocate(16)
            .putInt(65_600)
            .putInt(SMPPConstant.CID_DELIVER_SM)
            .putInt(0)
            .putInt(7)
            .array();

    Command read = reader.readPDUHeader(input(header));

    assertThat(read.getCommandLength()).isEqualTo(65_600);
    assertThat(read.getSequenceNumber()).isEqualTo(7);
  }

  @Test
  void makesNoRoomForWhatIsNoSmpp() {
    byte[] garbage = "<h1>What is it?</h1>".getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> reader.readPDUHeader(input(garbage)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("131072");
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}

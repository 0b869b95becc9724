package io.tidings.messaging.channel.sms;

import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Sms;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.SMPPSession;

/** A message centre in use. */
final class SmppConnection implements ProviderConnection {

  private final SmppSettings settings;
  private final SmppBinding binding;
  private final Semaphore window;

  SmppConnection(SmppSettings settings, SmppBinding binding) {
    this.settings = settings;
    this.binding = binding;
    this.window = new Semaphore(settings.window());
  }

  @Override
  public int concurrency() {
    return settings.window();
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Sms sms)) {
      throw new IllegalArgumentException("a message centre carries SMS; offered was " + message);
    }
    SmppAddress to = SmppAddress.ofNumber(sms.to());
    if (to == null) {
      return new Outcome.Rejected("the recipient is not a phone number like +2348012345678");
    }
    SmsParts parts = SmsParts.of(sms.text(), sms.sendId());
    if (parts.parts().size() > SmsParts.MAX_PARTS) {
      return new Outcome.Rejected(
          "the text takes %d parts; at most %d are possible"
              .formatted(parts.parts().size(), SmsParts.MAX_PARTS));
    }
    try {
      window.acquire();
    } catch (InterruptedException stopping) {
      return stopped();
    }
    try {
      return submit(parts, to);
    } finally {
      window.release();
    }
  }

  private Outcome submit(SmsParts parts, SmppAddress to) {
    SMPPSession session;
    try {
      session = binding.session();
    } catch (InterruptedException stopping) {
      return stopped();
    } catch (IOException unbound) {
      return new Outcome.Deferred("not bound: " + unbound.getMessage(), null);
    }
    try {
      String reference = "";
      for (Iterator<byte[]> left = parts.parts().iterator(); left.hasNext(); ) {
        byte[] part = left.next();
        // One receipt for the whole, and the last part is the one that completes it.
        reference = submit(session, parts, part, to, !left.hasNext());
      }
      return new Outcome.Accepted(reference);
    } catch (NegativeResponseException no) {
      return SmppStatus.outcome(no.getCommandStatus());
    } catch (ResponseTimeoutException silence) {
      return new Outcome.InDoubt(
          "the message centre did not answer within %d s"
              .formatted(settings.timeout().toSeconds()));
    } catch (InvalidResponseException garbage) {
      return new Outcome.InDoubt("the message centre's answer cannot be read");
    } catch (PDUException unfit) {
      return new Outcome.Rejected("no SMPP message can be made of it: " + unfit.getMessage());
    } catch (IOException lost) {
      // Thrown before or while the message is written: no whole message has left.
      return new Outcome.Deferred("the message centre was lost: " + lost.getMessage(), null);
    }
  }

  private String submit(
      SMPPSession session, SmsParts parts, byte[] part, SmppAddress to, boolean withReceipt)
      throws PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException,
          IOException {
    SmppAddress from = settings.source();
    return session
        .submitShortMessage(
            "",
            from.type(),
            from.plan(),
            from.address(),
            to.type(),
            to.plan(),
            to.address(),
            new ESMClass(
                MessageMode.DEFAULT,
                MessageType.DEFAULT,
                parts.concatenated() ? GSMSpecificFeature.UDHI : GSMSpecificFeature.DEFAULT),
            (byte) 0,
            (byte) 0,
            null,
            null,
            new RegisteredDelivery(
                withReceipt ? SMSCDeliveryReceipt.SUCCESS_FAILURE : SMSCDeliveryReceipt.DEFAULT),
            (byte) 0,
            new GeneralDataCoding(parts.alphabet()),
            (byte) 0,
            part)
        .getMessageId();
  }

  private static Outcome stopped() {
    Thread.currentThread().interrupt();
    return new Outcome.Deferred("stopped while it waited for the message centre", null);
  }

  @Override
  public void close() {
    binding.close();
  }
}

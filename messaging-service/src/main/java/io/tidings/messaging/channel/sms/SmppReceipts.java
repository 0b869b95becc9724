package io.tidings.messaging.channel.sms;

import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.channel.ReceiptListener;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a message centre sends us. Delivery receipts are passed on, and confirmed only once
 * that worked, or else refused as a fault that passes; anything else is confirmed and dropped.
 */
final class SmppReceipts implements MessageReceiverListener {

  private static final Pattern ID = Pattern.compile("\\bid:(\\S+)");
  private static final Pattern STATE = Pattern.compile("\\bstat:(\\w+)");
  private static final Pattern ERROR = Pattern.compile("\\berr:(\\w+)");

  private final ReceiptListener listener;
  private final Clock clock;

  SmppReceipts(ReceiptListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public void onAcceptDeliverSm(DeliverSm delivered) throws ProcessRequestException {
    if (delivered.isSmscDeliveryReceipt()) {
      Receipt receipt = read(delivered, clock.instant());
      if (receipt != null) {
        pass(receipt);
      }
    }
  }

  private void pass(Receipt receipt) throws ProcessRequestException {
    try {
      listener.received(receipt);
    } catch (RuntimeException _) {
      throw new ProcessRequestException(
          "the receipt could not be kept just now", SMPPConstant.STAT_ESME_RX_T_APPN);
    }
  }

  /**
   * The receipt, by its parameters where there are, or else by its text (SMPP 3.4, appendix B);
   * nothing where it tells of a state between sent and arrived.
   */
  static @Nullable Receipt read(DeliverSm delivered, Instant now) {
    String text = new String(delivered.getShortMessage(), StandardCharsets.ISO_8859_1);
    OptionalParameter.Receipted_message_id idParameter =
        delivered.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
    String id = idParameter != null ? idParameter.getValueAsString() : first(ID, text);
    Receipt.State state = state(delivered, text);
    if (id == null || state == null) {
      return null;
    }
    String word = first(STATE, text);
    String error = first(ERROR, text);
    String reason =
        state == Receipt.State.DELIVERED
            ? ""
            : (word == null ? "undelivered" : word) + (error == null ? "" : " err " + error);
    return new Receipt(id, state, reason, now);
  }

  private static Receipt.@Nullable State state(DeliverSm delivered, String text) {
    OptionalParameter.Message_state parameter =
        delivered.getOptionalParameter(OptionalParameter.Message_state.class);
    if (parameter != null) {
      return switch (parameter.getValue()) {
        case 2 -> Receipt.State.DELIVERED;
        case 3, 4, 5, 8 -> Receipt.State.BOUNCED;
        default -> null;
      };
    }
    String word = first(STATE, text);
    return switch (word) {
      case "DELIVRD" -> Receipt.State.DELIVERED;
      case "EXPIRED", "DELETED", "UNDELIV", "REJECTD" -> Receipt.State.BOUNCED;
      case null, default -> null;
    };
  }

  private static @Nullable String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  @Override
  public void onAcceptAlertNotification(AlertNotification alert) {
    // That a phone is back on the network changes nothing for us.
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
    throw new ProcessRequestException(
        "receipts are taken by deliver_sm alone", SMPPConstant.STAT_ESME_RINVCMDID);
  }
}

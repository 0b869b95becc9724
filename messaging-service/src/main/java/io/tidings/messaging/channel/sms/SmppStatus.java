package io.tidings.messaging.channel.sms;

import static org.jsmpp.SMPPConstant.*;

import io.tidings.messaging.channel.Outcome;
import java.time.Duration;

/** What a message centre's no means. Codes are those of SMPP 3.4, section 5.1.3. */
final class SmppStatus {

  private static final Duration THROTTLED = Duration.ofSeconds(1);

  private SmppStatus() {}

  static Outcome outcome(int status) {
    String reason = "command_status 0x%08x".formatted(status);
    return switch (status) {
      case STAT_ESME_RTHROTTLED ->
          new Outcome.Deferred(reason + ": too many messages at once", THROTTLED);
      case STAT_ESME_RMSGQFUL ->
          new Outcome.Deferred(reason + ": the message centre's queue is full", THROTTLED);
      case STAT_ESME_RSYSERR, STAT_ESME_RX_T_APPN, STAT_ESME_RSERTYPUNAVAIL ->
          new Outcome.Deferred(reason + ": the message centre has a fault", null);
      case STAT_ESME_RINVBNDSTS,
          STAT_ESME_RALYBND,
          STAT_ESME_RBINDFAIL,
          STAT_ESME_RINVPASWD,
          STAT_ESME_RINVSYSID ->
          new Outcome.Deferred(reason + ": the message centre does not let us in", null);
      case STAT_ESME_RINVDSTADR -> new Outcome.RecipientGone(reason + ": there is no such number");
      case STAT_ESME_RINVSRCADR, STAT_ESME_RINVSRCTON, STAT_ESME_RINVSRCNPI ->
          new Outcome.Rejected(reason + ": the sender is not allowed; see source_address");
      case STAT_ESME_RINVMSGLEN -> new Outcome.Rejected(reason + ": the text is too long");
      default -> new Outcome.Rejected(reason);
    };
  }
}

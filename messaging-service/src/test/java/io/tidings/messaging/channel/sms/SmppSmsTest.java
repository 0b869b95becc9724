package io.tidings.messaging.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.InvalidSettings;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Provider;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.ProviderContract;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.channel.ReceiptListener;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.channel.StandIn;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class SmppSmsTest extends ProviderContract {

  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  @Override
  protected Provider provider() {
    return new SmppSms(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Override
  protected StandIn standIn() throws IOException {
    return new ScriptedMessageCentre();
  }

  private ScriptedMessageCentre centre() {
    return (ScriptedMessageCentre) standIn;
  }

  @Override
  protected Map<String, String> settingsFor(int port) {
    return ScriptedMessageCentre.settings(port);
  }

  @Override
  protected Message message() {
    return sms("Hello");
  }

  @Override
  protected Message foreignMessage() {
    return new Email(UUID.randomUUID(), null, null, "ada@example.com", "Hello", null, "Hello");
  }

  private static Sms sms(String text) {
    return new Sms(UUID.randomUUID(), "+2348012345678", text);
  }

  @BeforeEach
  void forgetReceipts() {
    receipts.clear();
  }

  @Test
  void writesNumbersWithTheirKind() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      connection.send(message());
    }
    SubmitSm sent = centre().messages().getFirst();
    assertThat(sent.getDestAddress()).isEqualTo("2348012345678");
    assertThat(sent.getDestAddrTon()).isEqualTo(TypeOfNumber.INTERNATIONAL.value());
    assertThat(sent.getDestAddrNpi()).isEqualTo(NumberingPlanIndicator.ISDN.value());
    assertThat(sent.getSourceAddr()).isEqualTo("MInt");
    assertThat(sent.getSourceAddrTon()).isEqualTo(TypeOfNumber.ALPHANUMERIC.value());
  }

  @Test
  void sendsALongTextInPartsWithOneReceipt() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(sms("x".repeat(400)))).isEqualTo(new Outcome.Accepted("m3"));
    }
    assertThat(centre().messages())
        .hasSize(3)
        .allMatch(SubmitSm::isUdhi)
        .extracting(SubmitSm::getRegisteredDelivery)
        .containsExactly((byte) 0, (byte) 0, (byte) 1);
  }

  @ParameterizedTest(name = "0x{0}")
  @CsvFileSource(resources = "command-status.csv", delimiter = '|', numLinesToSkip = 1)
  void readsCommandStatus(String status, String outcome) {
    assertThat(SmppStatus.outcome(Integer.parseInt(status, 16)).getClass().getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void saysHowLongToWaitWhenThrottled() {
    standIn.answer(StandIn.Answer.LATER);
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThat(connection.send(message()))
          .isEqualTo(
              new Outcome.Deferred(
                  "command_status 0x00000058: too many messages at once", Duration.ofSeconds(1)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "receipts.csv", delimiter = '|', numLinesToSkip = 1)
  void readsReceipts(String text, String id, String state, String reason) throws Exception {
    try (ProviderConnection connection = connect(standIn.settings())) {
      await().until(() -> centre().sessions() == 1);
      centre().deliver(ScriptedMessageCentre.receiptClass(), text);
      // Answered only once it was passed on, so there is nothing to wait for.
      if (state == null) {
        assertThat(receipts).isEmpty();
      } else {
        assertThat(receipts)
            .containsExactly(
                new Receipt(id, Receipt.State.valueOf(state), reason == null ? "" : reason, NOW));
      }
    }
  }

  @Test
  void readsReceiptsByTheirParametersWhereThereAre() throws Exception {
    try (ProviderConnection connection = connect(standIn.settings())) {
      await().until(() -> centre().sessions() == 1);
      centre()
          .deliver(
              ScriptedMessageCentre.receiptClass(),
              "",
              new OptionalParameter.Receipted_message_id("a9"),
              new OptionalParameter.Message_state((byte) 5));
      assertThat(receipts)
          .containsExactly(new Receipt("a9", Receipt.State.BOUNCED, "undelivered", NOW));
    }
  }

  @Test
  void takesTextsOfPhonesWithoutTakingThemForReceipts() throws Exception {
    try (ProviderConnection connection = connect(standIn.settings())) {
      await().until(() -> centre().sessions() == 1);
      centre().deliver((byte) 0, "id:m1 stat:DELIVRD");
      assertThat(receipts).isEmpty();
    }
  }

  @Test
  void doesNotConfirmAReceiptThatCouldNotBeKept() {
    ReceiptListener failing =
        receipt -> {
          throw new IllegalStateException("no database");
        };
    try (ProviderConnection connection = provider.connect(standIn.settings(), failing)) {
      await().until(() -> centre().sessions() == 1);
      assertThatThrownBy(() ->
              centre().deliver(ScriptedMessageCentre.receiptClass(), "id:m1 stat:DELIVRD err:000"))
          .isInstanceOfSatisfying(
              NegativeResponseException.class,
              refusal ->
                  assertThat(refusal.getCommandStatus())
                      .isEqualTo(SMPPConstant.STAT_ESME_RX_T_APPN));
    }
  }

  @Test
  void bindsAgainWithoutBeingAskedToSend() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      await().until(() -> centre().sessions() == 1);
      centre().dropSessions();
      await().until(() -> centre().sessions() == 1);
      assertThat(connection.send(message())).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void saysWhenThePasswordIsNotTaken() {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put("password", "wrong");
    try (ProviderConnection connection = connect(settings)) {
      Outcome outcome = connection.send(message());
      assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
      assertThat(((Outcome.Deferred) outcome).reason()).contains("e").startsWith("not bound");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "source_address, Mint the provider, 'source_address ''Mint the provider'' is not a number'",
    "password, much-too-long, password has 13 characters",
    "system_id, much-too-long-for-smpp, system_id has 22 characters",
    "window, 0, window '0' is not a whole number from 1 to 500"
  })
  void namesTheSettingAtFault(String setting, String offered, String words) {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put(setting, offered);
    assertThatThrownBy(() -> connect(settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(words);
  }
}

package io.tidings.messaging.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidings.messaging.channel.StandIn.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every provider, against the real protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class ProviderContract {

  private static final String NO_SECRET = "open-sesame";

  protected final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  protected final Provider provider = provider();
  protected StandIn standIn;

  protected abstract Provider provider();

  protected abstract StandIn standIn() throws Exception;

  /** The settings that lead to another server on this machine instead of the stand-in. */
  protected abstract Map<String, String> settingsFor(int port);

  /** A new message that this provider carries. */
  protected abstract Message message();

  /** One that it does not carry. */
  protected abstract Message foreignMessage();

  @BeforeEach
  final void start() throws Exception {
    standIn = standIn();
  }

  @AfterEach
  final void stop() throws Exception {
    standIn.close();
  }

  @ParameterizedTest
  @CsvSource({
    "YES, Accepted",
    "NO, Rejected",
    "LATER, Deferred",
    "GONE, RecipientGone",
    "SILENCE, InDoubt",
    "END, InDoubt"
  })
  void turnsAnswersIntoOutcomes(Answer answer, String outcome) {
    standIn.answer(answer);
    try (ProviderConnection connection = connect(settingsToMeet(answer))) {
      assertThat(connection.send(message()).getClass().getSimpleName()).isEqualTo(outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({"NO", "LATER", "GONE", "SILENCE", "END"})
  void carriesTheNextMessageAfterAFault(Answer answer) {
    try (ProviderConnection connection = connect(settingsToMeet(answer))) {
      assertThat(connection.send(message())).isInstanceOf(Outcome.Accepted.class);
      standIn.answer(answer);
      connection.send(message());
      standIn.answer(Answer.YES);
      assertThat(connection.send(message())).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void namesEveryAcceptedMessageDifferently() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      Outcome.Accepted one = (Outcome.Accepted) connection.send(message());
      Outcome.Accepted other = (Outcome.Accepted) connection.send(message());
      assertThat(one.providerRef()).isNotBlank().isNotEqualTo(other.providerRef());
    }
  }

  @Test
  void carriesManyAtOnce() throws Exception {
    int many = 200;
    try (ProviderConnection connection = connect(standIn.settings());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Outcome>> sends = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        sends.add(() -> connection.send(message()));
      }
      for (Future<Outcome> sent : threads.invokeAll(sends)) {
        assertThat(sent.get()).isInstanceOf(Outcome.Accepted.class);
      }
    }
    assertThat(standIn.taken()).isEqualTo(many);
  }

  @Test
  void defersWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertDeferredBy(port);
  }

  @Test
  void defersWhereTheServerSaysNothing() throws IOException {
    try (RawServer silent = new RawServer(client -> {})) {
      assertDeferredBy(silent.port());
    }
  }

  @Test
  void defersWhereTheServerHangsUp() throws IOException {
    try (RawServer hangingUp = new RawServer(Socket::close)) {
      assertDeferredBy(hangingUp.port());
    }
  }

  @Test
  void defersWhereTheServerSpeaksAnotherProtocol() throws IOException {
    byte[] garbage = "\0\1\2 what is it? \r\n\r\n\377".getBytes(StandardCharsets.ISO_8859_1);
    try (RawServer strange = new RawServer(client -> client.getOutputStream().write(garbage))) {
      assertDeferredBy(strange.port());
    }
  }

  private void assertDeferredBy(int port) {
    try (ProviderConnection connection = connect(impatient(settingsFor(port)))) {
      assertThat(connection.send(message())).isInstanceOf(Outcome.Deferred.class);
    }
  }

  @Test
  void doesNotTakeMessagesOfOtherChannels() {
    try (ProviderConnection connection = connect(standIn.settings())) {
      assertThatThrownBy(() -> connection.send(foreignMessage()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void reachesWhatItSaysByTheMessagesItCarries() {
    assertThat(provider.reaches()).contains(message().reach());
  }

  @Test
  void namesEveryRequiredSettingThatIsMissing() {
    List<String> required =
        provider.settings().stream().filter(Setting::required).map(Setting::name).toList();
    assertThat(required).isNotEmpty();
    assertThat(faults(Map.of()).stream().map(InvalidSettings.Fault::setting))
        .containsExactlyElementsOf(required);
  }

  @Test
  void namesASettingThatItDoesNotKnow() {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put("colour", "blue");
    assertThat(faults(settings))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.setting()).isEqualTo("colour");
          assertThat(fault.description()).contains("'colour' is not known").contains("timeout");
        });
  }

  @Test
  void saysWhatANumberHasToBe() {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    settings.put("timeout", "soon");
    assertThat(faults(settings))
        .singleElement()
        .extracting(InvalidSettings.Fault::description)
        .asString()
        .startsWith("timeout 'soon' is not a whole number from 1 to ");
  }

  @Test
  void keepsSecretsOutOfErrors() {
    Map<String, String> settings = new HashMap<>(standIn.settings());
    provider.settings().stream()
        .filter(Setting::secret)
        .forEach(secret -> settings.put(secret.name(), NO_SECRET + " ".repeat(2) + "x".repeat(99)));
    try (ProviderConnection connection = connect(settings)) {
      assertThat(connection.toString()).doesNotContain(NO_SECRET);
    } catch (InvalidSettings refused) {
      assertThat(refused.getMessage()).doesNotContain(NO_SECRET);
    }
  }

  protected final ProviderConnection connect(Map<String, String> settings) {
    return provider.connect(settings, receipts::add);
  }

  private Map<String, String> settingsToMeet(Answer answer) {
    return answer == Answer.SILENCE || answer == Answer.END
        ? impatient(standIn.settings())
        : standIn.settings();
  }

  /** With short timeouts, so that silence is not waited for. */
  protected final Map<String, String> impatient(Map<String, String> settings) {
    Map<String, String> impatient = new HashMap<>(settings);
    provider.settings().stream()
        .map(Setting::name)
        .filter(name -> name.endsWith("timeout"))
        .forEach(name -> impatient.put(name, Long.toString(Duration.ofSeconds(2).toSeconds())));
    return impatient;
  }

  private List<InvalidSettings.Fault> faults(Map<String, String> settings) {
    InvalidSettings refused =
        catchThrowableOfType(InvalidSettings.class, () -> connect(settings).close());
    assertThat(refused).isNotNull();
    return refused.faults();
  }
}

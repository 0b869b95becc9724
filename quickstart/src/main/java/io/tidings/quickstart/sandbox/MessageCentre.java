package io.tidings.quickstart.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerResponseDeliveryAdapter;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.util.DeliveryReceiptState;
import org.jsmpp.util.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A message centre (SMSC, SMPP 3.4) that delivers every text at once and says so where asked to.
 */
final class MessageCentre implements AutoCloseable {

  static final String SYSTEM_ID = "tidings";
  static final String PASSWORD = "sandbox";

  private static final int BIND_MILLIS = 10_000;
  private static final int PROCESSORS = 4;
  private static final int QUEUE = 2000;
  private static final long LOOK_EVERY_NANOS = 100_000_000;

  private final Faults faults;
  private final ReceivedMessages messages;
  private final Clock clock;
  private final SmsText texts = new SmsText();
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, SubmitSm> receiptsDue = new ConcurrentHashMap<>();
  private final Map<SMPPServerSession, Socket> sessions = new ConcurrentHashMap<>();
  private final ServerSocket socket;
  private final Listening listening;
  private final SMPPServerSessionListener listener;

  MessageCentre(int port, Faults faults, ReceivedMessages messages, Clock clock)
      throws IOException {
    this.faults = faults;
    this.messages = messages;
    this.clock = clock;
    this.ids.set(clock.millis());
    this.socket = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    this.listening = new Listening(socket);
    this.listener = new SMPPServerSessionListener(port, listening);
    listener.setPduProcessorDegree(PROCESSORS);
    listener.setQueueCapacity(QUEUE);
    listener.setMessageReceiverListener((SubmitOnly) this::take);
    listener.setResponseDeliveryListener(
        new ServerResponseDeliveryAdapter() {
          @Override
          public void onSubmitSmRespSent(SubmitSmResult answered, SMPPServerSession session) {
            sendReceipt(answered.getMessageId(), session);
          }
        });
    Thread.ofVirtual().name("sandbox-smpp").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        SMPPServerSession session = listener.accept();
        sessions.put(session, listening.latest());
        Thread.ofVirtual().name("sandbox-smpp-bind").start(() -> bind(session));
      } catch (IOException stopped) {
        // Closed, or one client was too quick to leave.
      }
    }
  }

  private void bind(SMPPServerSession session) {
    session.addSessionStateListener((state, before, source) -> {
      if (!state.isNotClosed()) {
        sessions.remove(session);
      }
    });
    try {
      BindRequest request = session.waitForBind(BIND_MILLIS);
      if (!SYSTEM_ID.equals(request.getSystemId())) {
        request.reject(SMPPConstant.STAT_ESME_RINVSYSID);
      } else if (!PASSWORD.equals(request.getPassword())) {
        request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
      } else {
        request.accept("sandbox");
      }
    } catch (IOException | TimeoutException | PDUStringException | IllegalStateException gone) {
      session.close();
    }
  }

  private SubmitSmResult take(SubmitSm message, SMPPServerSession session)
      throws ProcessRequestException {
    Faults.Service fault = faults.roll("smpp");
    switch (fault) {
      case NONE, HANG -> {}
      case THROTTLE -> throw refused(fault, SMPPConstant.STAT_ESME_RTHROTTLED);
      case UNAVAILABLE -> throw refused(fault, SMPPConstant.STAT_ESME_RSYSERR);
      case UNKNOWN_RECIPIENT -> throw refused(fault, SMPPConstant.STAT_ESME_RINVDSTADR);
      case GARBAGE -> {
        say(Faults.GARBAGE, session);
        throw refused(fault, SMPPConstant.STAT_ESME_RSYSERR);
      }
    }
    String text = texts.add(message);
    if (text != null) {
      boolean international = message.getDestAddrTon() == TypeOfNumber.INTERNATIONAL.value();
      messages.add(
          new Arrival.Other(
              new ReceivedMessage(
                  "sms",
                  (international ? "+" : "") + message.getDestAddress(),
                  message.getSourceAddr(),
                  null,
                  text,
                  null,
                  Map.of(),
                  clock.instant())));
    }
    while (fault == Faults.Service.HANG && session.getSessionState().isBound()) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    String id = Long.toString(ids.incrementAndGet());
    if (SMSCDeliveryReceipt.SUCCESS_FAILURE.containedIn(message.getRegisteredDelivery())) {
      receiptsDue.put(id, message);
    }
    try {
      return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
    } catch (PDUStringException impossible) {
      throw new IllegalStateException("digits make an id", impossible);
    }
  }

  /** Past the protocol. */
  private void say(String garbage, SMPPServerSession session) {
    Socket client = sessions.get(session);
    if (client != null) {
      try {
        client.getOutputStream().write(garbage.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException gone) {
        // Nobody is there to be confused.
      }
    }
  }

  private static ProcessRequestException refused(Faults.Service fault, int status) {
    return new ProcessRequestException("refused by fault " + fault, status);
  }

  private void sendReceipt(String id, SMPPServerSession session) {
    SubmitSm message = receiptsDue.remove(id);
    if (message != null) {
      Thread.startVirtualThread(() -> deliver(receipt(id), message, session));
    }
  }

  private String receipt(String id) {
    Date now = Date.from(clock.instant());
    return new DeliveryReceipt(id, 1, 1, now, now, DeliveryReceiptState.DELIVRD, "000", "")
        .toString();
  }

  private static void deliver(String receipt, SubmitSm message, SMPPServerSession session) {
    try {
      session.deliverShortMessage(
          "",
          TypeOfNumber.valueOf(message.getDestAddrTon()),
          NumberingPlanIndicator.valueOf(message.getDestAddrNpi()),
          message.getDestAddress(),
          TypeOfNumber.valueOf(message.getSourceAddrTon()),
          NumberingPlanIndicator.valueOf(message.getSourceAddrNpi()),
          message.getSourceAddr(),
          new ESMClass(
              MessageMode.DEFAULT, MessageType.SMSC_DEL_RECEIPT, GSMSpecificFeature.DEFAULT),
          (byte) 0,
          (byte) 0,
          new RegisteredDelivery(0),
          new GeneralDataCoding(),
          receipt.getBytes(StandardCharsets.US_ASCII));
    } catch (PDUException
        | ResponseTimeoutException
        | InvalidResponseException
        | NegativeResponseException
        | IOException lost) {
      // A receipt that its reader did not take is lost, as it is with real ones after a while.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sessions.keySet().forEach(Session::close);
  }

  /** Listens on the socket given, without Nagle's algorithm. */
  private static final class Listening implements ServerConnectionFactory {
    private final ServerSocket socket;
    private volatile @Nullable Socket latest;

    Listening(ServerSocket socket) {
      this.socket = socket;
    }

    /** Who was let in last; asked by the thread that lets them in, one after the other. */
    Socket latest() {
      return Objects.requireNonNull(latest);
    }

    @Override
    public ServerConnection listen(int port) {
      return new ServerSocketConnection(socket) {
        @Override
        public Connection accept() throws IOException {
          Socket client = socket.accept();
          client.setTcpNoDelay(true);
          latest = client;
          return new SocketConnection(client);
        }
      };
    }

    @Override
    public ServerConnection listen(int port, int timeout) {
      return listen(port);
    }

    @Override
    public ServerConnection listen(int port, int timeout, int backlog) {
      return listen(port);
    }
  }
}

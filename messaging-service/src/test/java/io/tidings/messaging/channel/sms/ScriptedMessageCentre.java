package io.tidings.messaging.channel.sms;

import io.tidings.messaging.channel.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.util.MessageId;

/** A message centre that answers every text as it is told. */
final class ScriptedMessageCentre implements StandIn, ServerMessageReceiverListener {

  private static final String PASSWORD = "sesame";

  private final ServerSocket socket;
  private final SMPPServerSessionListener listener;
  private final Set<SMPPServerSession> sessions = ConcurrentHashMap.newKeySet();
  private final List<SubmitSm> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile Answer answer = Answer.YES;
  private volatile int status;

  ScriptedMessageCentre() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ServerConnection connection = new ServerSocketConnection(socket);
    listener =
        new SMPPServerSessionListener(
            0,
            new ServerConnectionFactory() {
              @Override
              public ServerConnection listen(int port) {
                return connection;
              }

              @Override
              public ServerConnection listen(int port, int timeout) {
                return connection;
              }

              @Override
              public ServerConnection listen(int port, int timeout, int backlog) {
                return connection;
              }
            });
    listener.setMessageReceiverListener(this);
    listener.setQueueCapacity(1000);
    Thread.startVirtualThread(this::accept);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        SMPPServerSession session = listener.accept();
        Thread.startVirtualThread(() -> bind(session));
      } catch (IOException stopped) {
        return;
      }
    }
  }

  private void bind(SMPPServerSession session) {
    sessions.add(session);
    try {
      BindRequest request = session.waitForBind(5000);
      if (PASSWORD.equals(request.getPassword())) {
        request.accept("scripted");
      } else {
        request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
      }
    } catch (IOException | TimeoutException | PDUStringException gone) {
      session.close();
    }
  }

  @Override
  public void answer(Answer next) {
    answer = next;
  }

  /** Answers with that command_status. */
  void status(int next) {
    status = next;
  }

  List<SubmitSm> messages() {
    return messages;
  }

  int sessions() {
    return (int) sessions.stream().filter(session -> session.getSessionState().isBound()).count();
  }

  /** Sends what a real one sends when a text has arrived, or not. */
  void deliver(byte esmClass, String text, OptionalParameter... parameters)
      throws PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException,
          IOException {
    SMPPServerSession bound =
        sessions.stream()
            .filter(session -> session.getSessionState().isBound())
            .findFirst()
            .orElseThrow();
    bound.deliverShortMessage(
        "",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        "2348012345678",
        TypeOfNumber.ALPHANUMERIC,
        NumberingPlanIndicator.UNKNOWN,
        "MInt",
        new ESMClass(esmClass),
        (byte) 0,
        (byte) 0,
        new RegisteredDelivery(0),
        DataCodings.ZERO,
        text.getBytes(StandardCharsets.ISO_8859_1),
        parameters);
  }

  static byte receiptClass() {
    return new ESMClass(
            MessageMode.DEFAULT, MessageType.SMSC_DEL_RECEIPT, GSMSpecificFeature.DEFAULT)
        .value();
  }

  /** Ends every session without a word. */
  void dropSessions() {
    sessions.forEach(Session::close);
  }

  @Override
  public Map<String, String> settings() {
    return settings(socket.getLocalPort());
  }

  static Map<String, String> settings(int port) {
    return new HashMap<>(
        Map.of(
            "host", "127.0.0.1",
            "port", Integer.toString(port),
            "system_id", "mint",
            "password", PASSWORD,
            "source_address", "MInt"));
  }

  @Override
  public int taken() {
    return messages.size();
  }

  @Override
  public SubmitSmResult onAcceptSubmitSm(SubmitSm message, SMPPServerSession session)
      throws ProcessRequestException {
    if (status != 0) {
      throw refusal(status);
    }
    switch (answer) {
      case YES -> messages.add(message);
      case NO -> throw refusal(SMPPConstant.STAT_ESME_RSUBMITFAIL);
      case LATER -> throw refusal(SMPPConstant.STAT_ESME_RTHROTTLED);
      case GONE -> throw refusal(SMPPConstant.STAT_ESME_RINVDSTADR);
      case SILENCE -> {
        while (answer == Answer.SILENCE && session.getSessionState().isBound()) {
          LockSupport.parkNanos(10_000_000);
        }
      }
      case END -> session.close();
    }
    try {
      return new SubmitSmResult(
          new MessageId("m" + ids.incrementAndGet()), new OptionalParameter[0]);
    } catch (PDUStringException impossible) {
      throw new UncheckedIOException(new IOException(impossible));
    }
  }

  private static ProcessRequestException refusal(int status) {
    return new ProcessRequestException("as told", status);
  }

  @Override
  public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti message, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public void onAcceptReplaceSm(ReplaceSm replacement, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public void onAcceptCancelSm(CancelSm cancellation, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm message, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancellation, SMPPServerSession session)
      throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
      QueryBroadcastSm query, SMPPServerSession session) throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm data, Session session) throws ProcessRequestException {
    throw refusal(SMPPConstant.STAT_ESME_RINVCMDID);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    dropSessions();
  }
}

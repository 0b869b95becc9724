package io.tidings.messaging.channel;

import java.util.Map;

/** The other end of a provider's protocol, doing as it is told. */
public interface StandIn extends AutoCloseable {

  /** How a message is met. */
  enum Answer {
    YES,
    /** This message, never. */
    NO,
    /** Not now. */
    LATER,
    /** There is no such recipient. */
    GONE,
    /** Takes the message in and says nothing. */
    SILENCE,
    /** Takes the message in and ends the connection. */
    END
  }

  void answer(Answer answer);

  /** What connects a provider to this. */
  Map<String, String> settings();

  /** Messages taken so far. */
  int taken();

  @Override
  void close() throws Exception;
}

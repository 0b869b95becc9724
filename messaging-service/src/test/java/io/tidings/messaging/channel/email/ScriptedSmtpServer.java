package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.StandIn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that answers any command as its script says: a reply, silence, or an end. */
final class ScriptedSmtpServer implements StandIn {

  static final String SILENCE = "silence";
  static final String END = "end";

  private final ServerSocket listening;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final Map<String, String> script = new ConcurrentHashMap<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile int mailsPerSession = Integer.MAX_VALUE;

  ScriptedSmtpServer() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  /** From now on, answers the command (or `GREETING`, or `CONTENT`) like that. */
  void script(String command, String reply) {
    script.put(command, reply);
  }

  /** Ends each session after that many mails, as servers do. */
  void mailsPerSession(int most) {
    mailsPerSession = most;
  }

  /** As received, with CRLF. */
  List<String> mails() {
    return mails;
  }

  List<String> commands() {
    return commands;
  }

  int sessions() {
    return sessions.get();
  }

  @Override
  public void answer(Answer answer) {
    script.clear();
    switch (answer) {
      case YES -> {}
      case NO -> script("CONTENT", "554 5.7.1 not wanted");
      case LATER -> script("RCPT", "451 4.7.1 greylisted");
      case GONE -> script("RCPT", "550 5.1.1 no such user");
      case SILENCE -> script("CONTENT", SILENCE);
      case END -> script("CONTENT", END);
    }
  }

  @Override
  public Map<String, String> settings() {
    return settings(listening.getLocalPort());
  }

  static Map<String, String> settings(int port) {
    return new HashMap<>(
        Map.of(
            "host", "127.0.0.1",
            "port", Integer.toString(port),
            "security", "none",
            "hello_name", "client.example",
            "from", "MInt <hello@mint.example>"));
  }

  @Override
  public int taken() {
    return mails.size();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        clients.add(client);
        sessions.incrementAndGet();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException stopped) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
      client.setTcpNoDelay(true);
      if (!reply(client, "GREETING", "220 scripted")) {
        return;
      }
      int taken = 0;
      for (String line; taken < mailsPerSession && (line = in.readLine()) != null; ) {
        commands.add(line);
        String verb = line.split(" ", 2)[0];
        String usual =
            switch (verb) {
              case "EHLO" -> "250-scripted\r\n250 AUTH PLAIN";
              case "DATA" -> "354 go on";
              case "QUIT" -> "221 bye";
              default -> "250 2.0.0 ok";
            };
        if (!reply(client, verb, usual)) {
          return;
        }
        if (verb.equals("DATA") && !script.containsKey("DATA")) {
          String mail = content(in);
          if (!script.containsKey("CONTENT")) {
            mails.add(mail);
            taken++;
          }
          if (!reply(client, "CONTENT", "250 2.0.0 taken")) {
            return;
          }
        }
      }
    } catch (IOException gone) {
      // The client has seen enough.
    } finally {
      clients.remove(client);
    }
  }

  private boolean reply(Socket client, String command, String usual) throws IOException {
    String reply = script.getOrDefault(command, usual);
    switch (reply) {
      case END -> {
        return false;
      }
      case SILENCE -> {
        return true;
      }
      default -> {
        client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return !reply.startsWith("421");
      }
    }
  }

  private static String content(BufferedReader in) throws IOException {
    StringBuilder content = new StringBuilder();
    for (String line; (line = in.readLine()) != null && !line.equals("."); ) {
      content.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
    }
    return content.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}

package io.tidings.messaging.delivery;

import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Push;
import io.tidings.messaging.channel.Reach;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.connection.Connections;
import io.tidings.messaging.connection.LiveConnection;
import io.tidings.messaging.recipient.Device;
import io.tidings.messaging.recipient.Recipient;
import io.tidings.messaging.recipient.RecipientClient;
import io.tidings.messaging.send.Attempt;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendData;
import io.tidings.messaging.send.SendOrder;
import io.tidings.messaging.template.Contents;
import io.tidings.messaging.template.RenderException;
import io.tidings.messaging.template.Rendered;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one send to its recipient: says it in their words, and calls the provider. */
@Singleton
final class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final Contents contents;
  private final SendData sendData;
  private final Connections connections;
  private final RecipientClient users;
  private final DeliveryMetrics metrics;
  private final Duration timeout;
  private final Clock clock;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  Courier(
      Contents contents,
      SendData sendData,
      Connections connections,
      RecipientClient users,
      DeliveryMetrics metrics,
      DeliverySettings settings,
      Clock clock) {
    this.contents = contents;
    this.sendData = sendData;
    this.connections = connections;
    this.users = users;
    this.metrics = metrics;
    this.timeout = settings.providerTimeout();
    this.clock = clock;
  }

  /**
   * @param stillWanted asked once its turn at the provider has come
   * @return what became of it; empty where it was not wanted any more and nobody was called
   */
  Optional<Send> deliver(Send send, Recipient recipient, BooleanSupplier stillWanted)
      throws InterruptedException {
    List<Message> messages;
    try {
      messages = messages(send.order(), recipient);
    } catch (RenderException e) {
      return Optional.of(send.failed(String.valueOf(e.getMessage()), clock.instant()));
    }
    List<Attempt> attempts = new ArrayList<>(messages.size());
    Reach unreached = null;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      Optional<LiveConnection> connection =
          connections.find(send.order().workspaceId(), message.reach());
      if (connection.isEmpty()) {
        unreached = message.reach();
        continue;
      }
      Instant before = clock.instant();
      Outcome outcome = call(connection.get(), message, stillWanted);
      if (outcome == null) {
        // What other devices answered so far still counts.
        break;
      }
      attempts.add(
          new Attempt(
              connection.get().provider(),
              connection.get().repeatable(),
              outcome.without(message.recipient())));
      if (outcome instanceof Outcome.RecipientGone && message instanceof Push) {
        remove(send.order().workspaceId(), recipient.devices().get(i), before);
      }
    }
    if (!attempts.isEmpty()) {
      return Optional.of(send.after(Attempts.together(attempts), clock.instant()));
    }
    return unreached == null
        ? Optional.empty()
        : Optional.of(send.failed(noProvider(unreached), clock.instant()));
  }

  private List<Message> messages(SendOrder order, Recipient recipient) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("user", recipient.variables());
    variables.put("data", sendData.get(order.workspaceId(), order.dataId()));
    Rendered rendered =
        contents.get(order.workspaceId(), order.contentId()).render(order.channel(), variables);
    return switch (rendered) {
      case Rendered.Email mail ->
          List.of(
              new Email(
                  order.id(),
                  mail.from(),
                  mail.replyTo(),
                  address(order, recipient),
                  mail.subject(),
                  mail.html(),
                  mail.text()));
      case Rendered.Sms(var text) -> List.of(new Sms(order.id(), address(order, recipient), text));
      case Rendered.Push push -> {
        List<Message> all = new ArrayList<>();
        for (Device device : recipient.devices()) {
          all.add(
              new Push(
                  order.id(),
                  device.token(),
                  device.platform(),
                  push.title(),
                  push.body(),
                  push.data()));
        }
        yield all;
      }
    };
  }

  private static String address(SendOrder order, Recipient recipient) {
    String address = recipient.address(order.channel());
    if (address == null) {
      throw new IllegalStateException("the gates let a user without address through");
    }
    return address;
  }

  private @Nullable Outcome call(
      LiveConnection connection, Message message, BooleanSupplier stillWanted)
      throws InterruptedException {
    connection.enter();
    try {
      return stillWanted.getAsBoolean() ? call(connection, message) : null;
    } finally {
      connection.leave();
    }
  }

  private Outcome call(LiveConnection connection, Message message) throws InterruptedException {
    long began = System.nanoTime();
    Outcome outcome = null;
    Future<Outcome> answer = calls.submit(() -> connection.send(message));
    try {
      outcome = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return outcome;
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Outcome.InDoubt(
          "%s gave no answer within %d s".formatted(connection.provider(), timeout.toSeconds()));
    } catch (ExecutionException e) {
      log.error("{} failed instead of answering", connection.provider(), e.getCause());
      return new Outcome.InDoubt(connection.provider() + " failed instead of answering");
    } finally {
      metrics.called(connection.provider(), outcome, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static String noProvider(Reach reach) {
    String what =
        switch (reach) {
          case EMAIL -> "e-mail";
          case SMS -> "SMS";
          case IOS_PUSH -> "push to iOS";
          case ANDROID_PUSH -> "push to Android";
        };
    return "no provider is connected for %s; connect one with ConnectProvider".formatted(what);
  }

  private void remove(String workspaceId, Device device, Instant goneAt) {
    try {
      users.removeDevice(workspaceId, device, goneAt);
    } catch (RuntimeException e) {
      // The next push to it will be told the same.
      log.warn("a device that is gone could not be taken from its user: {}", e.getMessage());
    }
  }

  @PreDestroy
  void stop() {
    calls.shutdownNow();
  }
}

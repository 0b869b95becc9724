package io.tidings.messaging.standin;

import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.channel.ReceiptListener;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one workspace's account at the stand-in provider received, and how it answers. */
public final class Box {
  private static final Map<String, Box> BOXES = new ConcurrentHashMap<>();

  private final List<Message> received = new CopyOnWriteArrayList<>();
  private volatile Function<Message, Outcome> answer = Box::accept;
  private volatile @Nullable ReceiptListener receipts;

  /** The one of that name; tests name it after their workspace. */
  public static Box of(String name) {
    return BOXES.computeIfAbsent(name, _ -> new Box());
  }

  public static Outcome accept(Message message) {
    return new Outcome.Accepted("ref-" + message.sendId());
  }

  public void answers(Function<Message, Outcome> answer) {
    this.answer = answer;
  }

  public List<Message> received() {
    return received;
  }

  public long receivedOf(UUID sendId) {
    return received.stream().filter(message -> message.sendId().equals(sendId)).count();
  }

  /** Tells of a message what its provider would. */
  public void tell(String reference, Receipt.State state, String reason, java.time.Instant at) {
    ReceiptListener listener = receipts;
    if (listener == null) {
      throw new IllegalStateException("nobody is connected to this box");
    }
    listener.received(new Receipt(reference, state, reason, at));
  }

  Outcome take(Message message) {
    received.add(message);
    return answer.apply(message);
  }

  void connected(ReceiptListener listener) {
    receipts = listener;
  }
}

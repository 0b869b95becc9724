package io.tidings.quickstart.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The latest arrivals, within bounds of number and size; all are counted. */
final class ReceivedMessages {

  private final int maxMessages;
  private final long maxBytes;
  private final Deque<Arrival> kept = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long bytes;

  ReceivedMessages(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    clear();
  }

  synchronized void add(Arrival arrival) {
    counts.merge(arrival.channel(), 1L, Long::sum);
    kept.addLast(arrival);
    bytes += arrival.bytes();
    while (kept.size() > maxMessages || bytes > maxBytes) {
      bytes -= kept.removeFirst().bytes();
    }
  }

  /** Newest first. */
  synchronized List<Arrival> latest(@Nullable String channel, @Nullable String to, int limit) {
    List<Arrival> found = new ArrayList<>();
    Iterator<Arrival> newestFirst = kept.descendingIterator();
    while (newestFirst.hasNext() && found.size() < limit) {
      Arrival arrival = newestFirst.next();
      if ((channel == null || channel.equals(arrival.channel()))
          && (to == null || to.equals(arrival.to()))) {
        found.add(arrival);
      }
    }
    return found;
  }

  /** Received since the start or the last clearing, by channel. */
  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** All that are kept, newest first; afterwards there are none, and none is counted. */
  synchronized List<Arrival> take() {
    List<Arrival> taken = latest(null, null, Integer.MAX_VALUE);
    clear();
    return taken;
  }

  private void clear() {
    kept.clear();
    bytes = 0;
    counts.putAll(Map.of("email", 0L, "sms", 0L, "push", 0L));
  }
}

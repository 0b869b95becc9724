package io.tidings.outbox;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;

/**
 * What exists in the broker, declared alike by publishers and consumers: one topic exchange, and of
 * each consumer group one quorum queue per partition and one for its dead letters.
 */
final class Topology {
  static final String EXCHANGE = "tidings.facts";

  /**
   * How often an entry may come back undone before the broker itself takes it for a dead letter. A
   * backstop against an entry that kills the process: what a consumer can catch, it handles without
   * giving the message back. High, for every lost connection counts as well.
   */
  static final int DELIVERY_LIMIT = 100;

  /**
   * Dead letters are given back each time that somebody lists them, and a limit would end them: the
   * standard one of RabbitMQ 4 after twenty times.
   */
  private static final Map<String, Object> DEAD_LETTER_QUEUE =
      Map.of("x-queue-type", "quorum", "x-delivery-limit", Integer.MAX_VALUE);

  private Topology() {}

  static String queue(String group, int partition) {
    return group + "." + partition;
  }

  static String deadLetterQueue(String group) {
    return group + ".dead";
  }

  static String routingKey(String publisher, int partition) {
    return publisher + "." + partition;
  }

  static void declareExchange(Channel channel) throws IOException {
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
  }

  static void declareDeadLetterQueue(Channel channel, String group) throws IOException {
    channel.queueDeclare(deadLetterQueue(group), true, false, false, DEAD_LETTER_QUEUE);
  }

  /** Declares one partition of a group and has it fed by the publishers. */
  static void declarePartition(
      Channel channel, String group, int partition, Iterable<String> publishers)
      throws IOException {
    String queue = queue(group, partition);
    channel.queueDeclare(
        queue,
        true,
        false,
        false,
        Map.of(
            "x-queue-type",
            "quorum",
            "x-single-active-consumer",
            true,
            "x-delivery-limit",
            DELIVERY_LIMIT,
            "x-dead-letter-exchange",
            "",
            "x-dead-letter-routing-key",
            deadLetterQueue(group),
            // Without these two the broker may lose what it dead-letters.
            "x-dead-letter-strategy",
            "at-least-once",
            "x-overflow",
            "reject-publish"));
    for (String publisher : publishers) {
      channel.queueBind(queue, EXCHANGE, routingKey(publisher, partition));
    }
  }
}

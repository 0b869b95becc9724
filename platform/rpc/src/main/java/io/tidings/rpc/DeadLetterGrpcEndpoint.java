package io.tidings.rpc;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.annotation.Requires;
import io.tidings.outbox.DeadLetters;
import io.tidings.outbox.FactConsumer;
import io.tidings.outbox.OutboxException;
import io.tidings.proto.outbox.v1.DeadLetter;
import io.tidings.proto.outbox.v1.DeadLetterServiceGrpc.DeadLetterServiceImplBase;
import io.tidings.proto.outbox.v1.ListDeadLettersRequest;
import io.tidings.proto.outbox.v1.ListDeadLettersResponse;
import io.tidings.proto.outbox.v1.PutBackDeadLettersRequest;
import io.tidings.proto.outbox.v1.PutBackDeadLettersResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a service's consumer groups gave up, for its operator; in services that consume facts. */
@Singleton
@Requires(classes = FactConsumer.class)
@Requires(beans = FactConsumer.class)
final class DeadLetterGrpcEndpoint extends DeadLetterServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterGrpcEndpoint.class);
  private static final int STANDARD_SIZE = 100;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final DeadLetters letters;
  private final Set<String> groups = new TreeSet<>();

  DeadLetterGrpcEndpoint(DeadLetters letters, List<FactConsumer> consumers) {
    this.letters = letters;
    consumers.forEach(consumer -> groups.add(consumer.group()));
  }

  @Override
  public void listDeadLetters(
      ListDeadLettersRequest request, StreamObserver<ListDeadLettersResponse> answer) {
    String group = known(request.getGroup());
    int skip = position(request.getPageToken());
    int size = request.getPageSize() == 0 ? STANDARD_SIZE : request.getPageSize();
    // One more than asked for tells whether there is a next page.
    var read = asking(() -> letters.list(group, skip, size + 1));
    var response = ListDeadLettersResponse.newBuilder();
    read.stream().limit(size).map(DeadLetterGrpcEndpoint::wire).forEach(response::addDeadLetters);
    if (read.size() > size) {
      response.setNextPageToken(Integer.toString(skip + size));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void putBackDeadLetters(
      PutBackDeadLettersRequest request, StreamObserver<PutBackDeadLettersResponse> answer) {
    String group = known(request.getGroup());
    Set<String> ids = Set.copyOf(request.getEntryIdsList());
    int count = asking(() -> ids.isEmpty() ? letters.putBack(group) : letters.putBack(group, ids));
    log.info("{} dead letters of {} were put back", count, group);
    answer.onNext(PutBackDeadLettersResponse.newBuilder().setPutBackCount(count).build());
    answer.onCompleted();
  }

  private String known(String group) {
    if (!groups.contains(group)) {
      throw Faults.invalid(
          "group",
          "'%s' is no consumer group of this service; it has %s"
              .formatted(
                  group, groups.stream().map(name -> "'" + name + "'").collect(joining(", "))));
    }
    return group;
  }

  private static int position(String token) {
    try {
      int position = token.isEmpty() ? 0 : Integer.parseInt(token);
      if (position >= 0) {
        return position;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a position that there is not.
    }
    throw Faults.invalid(
        "page_token",
        "page token '%s' is not the next_page_token of a page before".formatted(token));
  }

  private static <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (OutboxException e) {
      log.warn("dead letters cannot be reached: {}", e.getMessage());
      throw Faults.unavailable(
          "RabbitMQ is away or busy; dead letters stay where they are", RETRY_AFTER);
    }
  }

  private static DeadLetter wire(io.tidings.outbox.DeadLetter letter) {
    var wire =
        DeadLetter.newBuilder()
            .setEntryId(letter.entryId())
            .setPublisher(letter.publisher())
            .setPartition(letter.partition())
            .setFactCount(letter.facts())
            .setFailure(letter.reason())
            .setPlace(letter.place());
    Instant at = letter.at();
    if (at != null) {
      wire.setGivenUpAt(
          Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
    }
    return wire.build();
  }
}

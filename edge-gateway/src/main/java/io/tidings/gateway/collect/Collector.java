package io.tidings.gateway.collect;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.util.HttpClientAddressResolver;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.IsoTime;
import io.tidings.gateway.json.JsonReader;
import io.tidings.rpc.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to a request of the protocol: let in, read, made durable. */
@Singleton
final class Collector {
  private final Callers callers;
  private final Intake intake;
  private final RejectLog rejectLog;
  private final CollectLimits limits;
  private final UserAgents userAgents;
  private final HttpClientAddressResolver addresses;
  private final Clock clock;

  Collector(
      Callers callers,
      Intake intake,
      RejectLog rejectLog,
      CollectLimits limits,
      UserAgents userAgents,
      HttpClientAddressResolver addresses,
      Clock clock) {
    this.callers = callers;
    this.intake = intake;
    this.rejectLog = rejectLog;
    this.limits = limits;
    this.userAgents = userAgents;
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * @throws Problem when the call is at fault: it came alone, so its caller can be told
   */
  void takeOne(CallType type, HttpRequest<byte[]> request) {
    var caller = presented(request);
    var body = body(request, limits.callBytes());
    var members = JsonReader.readObject(body).getValuesMap();
    var submission = new Submission(members, List.of());
    caller = caller == null ? named(request, submission) : caller;
    var item = new Submission.Item(members, Optional.empty());
    var rejected = take(caller, request, submission, type, List.of(item));
    for (var reject : rejected) {
      if (reject.isWhole()) {
        throw Problem.invalid(reject.defect().field(), reject.defect().reason());
      }
    }
    rejectLog.add(caller, rejected);
  }

  /** Rejected calls do not show in the answer, or an SDK would send their neighbours again. */
  void takeBatch(HttpRequest<byte[]> request) {
    var caller = presented(request);
    var submission = new BatchReader(limits).read(body(request, limits.batchBytes()));
    caller = caller == null ? named(request, submission) : caller;
    rejectLog.add(caller, take(caller, request, submission, null, submission.items()));
  }

  private List<RejectedCall> take(
      Caller caller,
      HttpRequest<?> request,
      Submission submission,
      @Nullable CallType type,
      List<Submission.Item> items) {
    var reader = reader(request, submission, type == null);
    var calls = new ArrayList<Call>(items.size());
    var rejected = new ArrayList<RejectedCall>();
    for (var item : items) {
      try {
        if (item.defect().isPresent()) {
          rejected.add(new RejectedCall(item.messageId(), item.defect().get()));
          continue;
        }
        calls.add(reader.read(type, item.members()));
      } catch (DefectException unusable) {
        rejected.add(new RejectedCall(item.messageId(), unusable.defect()));
      }
    }
    if (!calls.isEmpty()) {
      rejected.addAll(caller.call(() -> intake.take(calls)));
    }
    return rejected;
  }

  /** A call that came alone says for itself what a batch says for all of its calls. */
  private CallReader reader(HttpRequest<?> request, Submission submission, boolean batch) {
    var envelope =
        new Envelope(
            clock.instant(),
            Optional.ofNullable(addresses.resolve(request)).orElse(""),
            request.getHeaders().contains(HttpHeaders.ORIGIN));
    if (!batch) {
      return new CallReader(envelope, null, Map.of(), userAgents);
    }
    var fields = submission.fields();
    return new CallReader(
        envelope,
        fields.text("sentAt").map(text -> IsoTime.parse("sentAt", text)).orElse(null),
        fields.object("context").values(),
        userAgents);
  }

  /** Before the body is read, where the headers hold a key. */
  private @Nullable Caller presented(HttpRequest<?> request) {
    var key = callers.presentedKey(request);
    return key.isPresent() ? callers.withAnyKey(request, key) : null;
  }

  private Caller named(HttpRequest<?> request, Submission submission) {
    return callers.withAnyKey(request, submission.fields().findText("writeKey"));
  }

  private static byte[] body(HttpRequest<byte[]> request, int limit) {
    var body = request.getBody().orElseGet(() -> new byte[0]);
    if (body.length > limit) {
      throw new Problem(
          ErrorCode.INVALID_REQUEST_ERROR,
          "body has " + body.length + " bytes; at most " + limit + " are allowed");
    }
    return body;
  }
}

package io.tidings.gateway.collect;

import io.micronaut.http.HttpRequest;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.JsonReader;
import io.tidings.gateway.limit.RateLimits;
import io.tidings.gateway.reject.RejectLog;
import io.tidings.gateway.reject.RejectedCall;
import io.tidings.rpc.Credentials.Admission;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to a request of the protocol: let in, read, made durable. */
@Singleton
final class Collector {
  private final Callers callers;
  private final RateLimits rateLimits;
  private final Intake intake;
  private final RejectLog rejectLog;
  private final CollectLimits limits;
  private final CallReaders readers;

  Collector(
      Callers callers,
      RateLimits rateLimits,
      Intake intake,
      RejectLog rejectLog,
      CollectLimits limits,
      CallReaders readers) {
    this.callers = callers;
    this.rateLimits = rateLimits;
    this.intake = intake;
    this.rejectLog = rejectLog;
    this.limits = limits;
    this.readers = readers;
  }

  /**
   * @throws Problem when the call is at fault: it came alone, so its caller can be told
   */
  void takeOne(CallType type, HttpRequest<byte[]> request) {
    var presented = presented(request);
    var body = body(request, limits.callBytes());
    var members = JsonReader.readObject(body).getValuesMap();
    var submission = new Submission(members, List.of());
    var source = presented == null ? named(request, submission) : presented;
    rateLimits.demand(source, 1);
    var item = new Submission.Item(members, Optional.empty());
    var rejected = take(source, request, submission, type, List.of(item));
    for (var reject : rejected) {
      if (reject.isWhole()) {
        throw Problem.invalid(reject.defect().field(), reject.defect().reason());
      }
    }
    rejectLog.add(source.caller(), rejected);
  }

  /** Rejected calls do not show in the answer, or an SDK would send their neighbours again. */
  void takeBatch(HttpRequest<byte[]> request) {
    var presented = presented(request);
    var submission = new BatchReader(limits).read(body(request, limits.batchBytes()));
    var source = presented == null ? named(request, submission) : presented;
    rateLimits.demand(source, submission.items().size());
    rejectLog.add(source.caller(), take(source, request, submission, null, submission.items()));
  }

  private List<RejectedCall> take(
      Admission source,
      HttpRequest<?> request,
      Submission submission,
      @Nullable CallType type,
      List<Submission.Item> items) {
    var reader = type == null ? readers.ofBatch(request, submission) : readers.ofOne(request);
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
      rejected.addAll(source.caller().call(() -> intake.take(calls, source.settings())));
    }
    return rejected;
  }

  /** Before the body is read, where the headers hold a key. */
  private @Nullable Admission presented(HttpRequest<?> request) {
    var key = callers.presentedKey(request);
    return key.isPresent() ? callers.source(request, key) : null;
  }

  private Admission named(HttpRequest<?> request, Submission submission) {
    return callers.source(request, submission.fields().findText("writeKey"));
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

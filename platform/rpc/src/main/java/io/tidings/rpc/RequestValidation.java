package io.tidings.rpc;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.util.List;

/**
 * The rules that the contracts state, applied. Those of a message are compiled when the first one
 * arrives: all of them together would cost each start a second and memory for what nobody calls.
 */
@Singleton
final class RequestValidation {
  private final Validator validator = ValidatorFactory.newBuilder().build();

  /**
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with everything that is wrong
   */
  void check(Message request) {
    List<Violation> violations;
    try {
      violations = validator.validate(request).getViolations();
    } catch (ValidationException e) {
      throw new IllegalStateException(
          "the rules of %s cannot be applied"
              .formatted(request.getDescriptorForType().getFullName()),
          e);
    } catch (DateTimeException | ArithmeticException e) {
      List<Faults.FieldViolation> times = ImpossibleTimes.in(request);
      if (times.isEmpty()) {
        throw e;
      }
      throw Faults.invalid(times);
    }
    if (!violations.isEmpty()) {
      throw Faults.invalid(
          violations.stream()
              .map(Violation::toProto)
              .map(violation -> wordsFor(request, violation.getField(), violation.getMessage()))
              .toList());
    }
  }

  private static Faults.FieldViolation wordsFor(Message request, FieldPath path, String message) {
    String offered = FieldPaths.offered(request, path);
    return new Faults.FieldViolation(
        FieldPaths.text(path), offered.isEmpty() ? message : offered + ": " + message);
  }
}

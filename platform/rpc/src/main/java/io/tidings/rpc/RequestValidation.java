package io.tidings.rpc;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that the contracts state, applied. Those of a message are compiled when the first one
 * arrives: all of them together would cost each start a second and memory for what nobody calls.
 */
@Singleton
final class RequestValidation {
  // As CEL, each rule is interpreted for each value, and a pattern is parsed each time.
  private final Validator validator =
      ValidatorFactory.newBuilder()
          .withConfig(Config.newBuilder().setEnableNativeRules(true).build())
          .build();

  /**
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with everything that is wrong
   */
  void check(Message request) {
    List<Faults.FieldViolation> wrong = new ArrayList<>(ImpossibleTimes.in(request));
    wrong.addAll(UnkeepableTexts.in(request));
    for (Violation violation : violations(request)) {
      var broken = violation.toProto();
      wrong.add(wordsFor(request, broken.getField(), broken.getMessage()));
    }
    if (!wrong.isEmpty()) {
      throw Faults.invalid(wrong);
    }
  }

  private List<Violation> violations(Message request) {
    try {
      return validator.validate(request).getViolations();
    } catch (ValidationException e) {
      throw new IllegalStateException(
          "the rules of %s cannot be applied"
              .formatted(request.getDescriptorForType().getFullName()),
          e);
    }
  }

  private static Faults.FieldViolation wordsFor(Message request, FieldPath path, String message) {
    String offered = FieldPaths.offered(request, path);
    return new Faults.FieldViolation(
        FieldPaths.text(path), offered.isEmpty() ? message : offered + ": " + message);
  }
}

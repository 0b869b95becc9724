package io.tidings.rpc;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that the contracts state, applied. */
@Singleton
final class RequestValidation {
  private static final int MAX_SHOWN = 64;

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
    }
    if (!violations.isEmpty()) {
      throw Faults.invalid(violations.stream().map(RequestValidation::wordsFor).toList());
    }
  }

  private static Faults.FieldViolation wordsFor(Violation violation) {
    String field = FieldPaths.text(violation.toProto().getField());
    return new Faults.FieldViolation(
        field, offered(violation.getFieldValue()) + violation.toProto().getMessage());
  }

  /** What was offered, where it is short and may be repeated: see {@code debug_redact}. */
  private static String offered(Violation.@Nullable FieldValue offered) {
    if (offered == null) {
      return "";
    }
    FieldDescriptor field = offered.getDescriptor();
    if (field.getOptions().getDebugRedact() || field.isMapField()) {
      return "";
    }
    return switch (offered.getValue()) {
      case String text when !text.isEmpty() && text.length() <= MAX_SHOWN -> "'" + text + "': ";
      case Number number -> number + ": ";
      case Boolean bool -> bool + ": ";
      case null, default -> "";
    };
  }
}

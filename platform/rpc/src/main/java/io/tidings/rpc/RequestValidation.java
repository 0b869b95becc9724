package io.tidings.rpc;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.BindableService;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * The rules that the contracts state, applied. They are compiled in the background while the
 * service starts: that takes a second, which the first caller would otherwise wait for.
 */
@Singleton
final class RequestValidation {
  private final Future<Validator> validator;

  RequestValidation(List<BindableService> services) {
    FutureTask<Validator> compilation = new FutureTask<>(() -> compile(requestsOf(services)));
    Thread.ofVirtual().name("compile-rules").start(compilation);
    this.validator = compilation;
  }

  /**
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with everything that is wrong
   */
  void check(Message request) {
    List<Violation> violations;
    try {
      violations = compiled().validate(request).getViolations();
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

  private Validator compiled() {
    try {
      return validator.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the rules of the contracts cannot be compiled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the rules", e);
    }
  }

  private static Validator compile(List<Descriptor> requests) throws CompilationException {
    return ValidatorFactory.newBuilder().buildWithDescriptors(requests, true);
  }

  private static List<Descriptor> requestsOf(List<BindableService> services) {
    return services.stream()
        .flatMap(service -> service.bindService().getMethods().stream())
        .map(method -> method.getMethodDescriptor().getSchemaDescriptor())
        .filter(ProtoMethodDescriptorSupplier.class::isInstance)
        .map(ProtoMethodDescriptorSupplier.class::cast)
        .map(method -> method.getMethodDescriptor().getInputType())
        .toList();
  }

  private static Faults.FieldViolation wordsFor(Message request, FieldPath path, String message) {
    String offered = FieldPaths.offered(request, path);
    return new Faults.FieldViolation(
        FieldPaths.text(path), offered.isEmpty() ? message : offered + ": " + message);
  }
}

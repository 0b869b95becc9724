package io.tidings.rpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.annotation.Requires;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateKeyResponse;
import io.tidings.proto.integration.v1.Key;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.ListKeysResponse;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.MDC;

/** Answers who called, and fails on demand in every way in which an endpoint can. */
@Singleton
@Requires(notEnv = "no-endpoints")
final class EchoKeys extends KeyServiceGrpc.KeyServiceImplBase {

  /**
   * Fails as the name of the key says; the answer's hint is the caller, its name the thread's
   * trace.
   */
  @Override
  public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
    switch (request.getName()) {
      case "not found" -> throw Faults.notFound("no such key");
      case "invalid input" -> throw new InvalidInputException("name", "'x' is no name");
      case "status of its own" -> throw Status.FAILED_PRECONDITION.asRuntimeException();
      case "unavailable without retry" ->
          observer.onError(Status.UNAVAILABLE.withDescription("later").asRuntimeException());
      case "pool exhausted" ->
          throw new IllegalStateException(new SQLTransientConnectionException("timeout"));
      case "connection broken" ->
          throw new IllegalStateException(new SQLException("Connection is closed"));
      case "too many connections" ->
          throw new IllegalStateException(new SQLException("sorry, too many clients", "53300"));
      case "database shut down" ->
          throw new IllegalStateException(new SQLException("terminating", "57P01"));
      case "undeclared" ->
          throw EchoKeys.<RuntimeException>undeclared(new SQLException("terminating", "57P01"));
      case "duplicate row" ->
          throw new IllegalStateException(new SQLException("duplicate key", "23505"));
      case "bug" -> throw new NullPointerException("secret detail of the inside");
      case "bug told to the observer" -> observer.onError(new ArithmeticException("/ by zero"));
      case "error" -> throw new StackOverflowError();
      default -> {
        Caller caller = Caller.current();
        observer.onNext(
            CreateKeyResponse.newBuilder()
                .setKey(
                    Key.newBuilder()
                        .setName(String.valueOf(MDC.get("trace")))
                        .setHint(
                            "%s %s %s %s"
                                .formatted(
                                    caller.workspaceId(),
                                    caller.access(),
                                    caller.name(),
                                    Thread.currentThread().isVirtual()
                                        ? "on a thread of its own"
                                        : "on a thread that stays")))
                .build());
        observer.onCompleted();
      }
    }
  }

  @Override
  public void verifyKey(VerifyKeyRequest request, StreamObserver<VerifyKeyResponse> observer) {
    observer.onNext(VerifyKeyResponse.getDefaultInstance());
    observer.onCompleted();
  }

  /** What is waited for before keys are listed: by default what is there already. */
  volatile CompletableFuture<String> work = CompletableFuture.completedFuture("");

  /** Answers with a page token of what has become of the work, or not where that is "gone". */
  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> observer) {
    Answers.when(
        work,
        observer,
        outcome -> {
          if (outcome.equals("gone")) {
            throw Faults.notFound("gone");
          }
          return ListKeysResponse.newBuilder().setNextPageToken(outcome).build();
        });
  }

  /** A checked exception that nothing declares: transactions let those of their callbacks out. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E undeclared(Throwable failure) throws E {
    throw (E) failure;
  }
}

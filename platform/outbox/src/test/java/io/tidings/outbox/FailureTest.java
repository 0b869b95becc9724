package io.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

  static Stream<Throwable> whatMayPass() {
    return Stream.of(
        new IllegalStateException(new SQLException("connection failure", "08006")),
        new IllegalStateException(new SQLException("too many connections", "53300")),
        new IllegalStateException(new SQLException("shutting down", "57P01")),
        new IllegalStateException(new SQLException("deadlock", "40P01")),
        new IllegalStateException(new SQLException("serialization", "40001")),
        new IllegalStateException(new SQLTransientConnectionException("pool is empty")),
        new IllegalStateException(new IOException("reset")),
        Status.UNAVAILABLE.asRuntimeException(),
        Status.DEADLINE_EXCEEDED.asRuntimeException());
  }

  static Stream<Throwable> whatStays() {
    return Stream.of(
        new IllegalStateException("a bug"),
        new IllegalStateException(new SQLException("unique violation", "23505")),
        new IllegalStateException(new SQLException("no state", (String) null)),
        Status.INVALID_ARGUMENT.asRuntimeException(),
        new IllegalArgumentException(new InvalidProtocolBufferException("no message")),
        new NoClassDefFoundError("gone"));
  }

  @ParameterizedTest
  @MethodSource("whatMayPass")
  void isTransient(Throwable failure) {
    assertThat(Failure.isTransient(failure)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("whatStays")
  void isNotTransient(Throwable failure) {
    assertThat(Failure.isTransient(failure)).isFalse();
  }

  @Test
  void isToldWithoutItsMessages() {
    Throwable failure =
        new IllegalStateException(
            "for ada@example.com", new SQLException("(email)=(ada@example.com)", "23505"));

    assertThat(Failure.kinds(failure)).isEqualTo("IllegalStateException < SQLException[23505]");
    assertThat(Failure.place(failure)).contains("FailureTest").doesNotContain("ada@example.com");
  }

  @Test
  void endsThoughItsCausesGoRound() {
    var outer = new IllegalStateException("outer");
    var inner = new IllegalStateException("inner", outer);
    outer.initCause(inner);

    assertThat(Failure.isTransient(outer)).isFalse();
  }
}

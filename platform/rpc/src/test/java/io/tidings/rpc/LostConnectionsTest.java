package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListKeysRequest;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LostConnectionsTest {
  @Test
  void aCallThatBeganOnAClosedConnectionIsWorthRepeating() {
    var cause = new ClosedChannelException();

    Status told = told(Status.UNKNOWN.withDescription("channel closed").withCause(cause));

    assertThat(told.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(told.getDescription()).isEqualTo("channel closed");
    assertThat(told.getCause()).isSameAs(cause);
  }

  @Test
  void whatTheServerSaidIsLeftAlone() {
    assertThat(told(Status.UNKNOWN).getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(told(Status.INTERNAL.withCause(new ClosedChannelException())).getCode())
        .isEqualTo(Status.Code.INTERNAL);
  }

  private static Status told(Status status) {
    Channel channel = ClientInterceptors.intercept(new Closing(status), new LostConnections());
    try {
      KeyServiceGrpc.newBlockingStub(channel).listKeys(ListKeysRequest.getDefaultInstance());
      throw new AssertionError("the call was answered");
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** Every call on it ends with the status. */
  private static final class Closing extends Channel {
    private final Status status;

    Closing(Status status) {
      this.status = status;
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          listener.onClose(status, new Metadata());
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "closing";
    }
  }
}

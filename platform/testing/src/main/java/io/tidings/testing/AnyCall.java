package io.tidings.testing;

import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** Calls any method, whatever its contract. */
record AnyCall(Descriptors.MethodDescriptor contract) {
  private static final int MAX_ANSWERS = 100;
  private static final long PATIENCE_SECONDS = 20;

  /** What came back, as text, secrets and contact data included. */
  record Answer(Status.Code code, String text) {}

  static AnyCall of(ServerMethodDefinition<?, ?> method) {
    if (method.getMethodDescriptor().getSchemaDescriptor()
        instanceof ProtoMethodDescriptorSupplier supplier) {
      return new AnyCall(supplier.getMethodDescriptor());
    }
    throw new IllegalArgumentException(
        method.getMethodDescriptor().getFullMethodName() + " has no contract");
  }

  String name() {
    return contract.getName();
  }

  Answer call(Channel channel, Message request) {
    var text = new StringBuilder();
    try {
      var call =
          ClientCalls.blockingBidiStreamingCall(
              channel,
              method(),
              CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
      call.write(request);
      call.halfClose();
      for (var answers = 0; answers < MAX_ANSWERS; answers++) {
        var answer = call.read();
        if (answer == null) {
          return new Answer(Status.Code.OK, text.toString());
        }
        text.append(TextFormat.printer().printToString(answer));
      }
      call.cancel("enough was read", null);
      return new Answer(Status.Code.OK, text.toString());
    } catch (StatusException failure) {
      return new Answer(failure.getStatus().getCode(), text + failure.getMessage());
    } catch (StatusRuntimeException failure) {
      return new Answer(failure.getStatus().getCode(), text + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + name(), interrupted);
    }
  }

  /** On the wire a single message is a stream of one. */
  private MethodDescriptor<Message, Message> method() {
    return MethodDescriptor.<Message, Message>newBuilder()
        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
        .setFullMethodName(
            MethodDescriptor.generateFullMethodName(
                contract.getService().getFullName(), contract.getName()))
        .setRequestMarshaller(
            ProtoUtils.marshaller(
                (Message) DynamicMessage.getDefaultInstance(contract.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(
                (Message) DynamicMessage.getDefaultInstance(contract.getOutputType())))
        .build();
  }
}

package io.tidings.benchmarks;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceImplBase;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.proto.event.v1.RecordEventResponse;
import java.util.concurrent.Executors;

/**
 * Answers {@code RecordEvent} and records nothing: a server set up like the services', in a process
 * of its own with their JVM options. Prints its port.
 */
final class EchoServer extends EventServiceImplBase {
  private EchoServer() {}

  public static void main(String[] arguments) throws Exception {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(new EchoServer())
            .build()
            .start();
    System.out.println(server.getPort());
    server.awaitTermination();
  }

  @Override
  public void recordEvent(RecordEventRequest request, StreamObserver<RecordEventResponse> answer) {
    answer.onNext(
        RecordEventResponse.newBuilder().setMessageId(request.getEvent().getMessageId()).build());
    answer.onCompleted();
  }
}

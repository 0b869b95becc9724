package io.tidings.endtoend;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a method that it knows nothing about but its name, as grpcurl does and with as much of its
 * command line as the documents use: what the method takes and gives is asked of the server, by
 * reflection.
 */
final class ReflectedCall {
  private static final String USAGE =
      "usage: -plaintext [-H 'name: value'] [-d JSON] ADDRESS SERVICE/METHOD";

  private final Channel channel;
  private final Map<String, FileDescriptor> files = new HashMap<>();

  private ReflectedCall(Channel channel) {
    this.channel = channel;
  }

  public static void main(String[] arguments) throws Exception {
    Metadata headers = new Metadata();
    String body = "{}";
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "-plaintext" -> {}
        case "-H" -> add(arguments[++i], headers);
        case "-d" -> body = arguments[++i];
        default -> operands.add(arguments[i]);
      }
    }
    if (operands.size() != 2) {
      throw new IllegalArgumentException(USAGE);
    }
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(operands.get(0))
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    try {
      System.out.println(new ReflectedCall(channel).call(operands.get(1), body));
    } finally {
      channel.shutdownNow();
    }
  }

  private static void add(String header, Metadata headers) {
    String[] pair = header.split(":", 2);
    headers.put(
        Metadata.Key.of(pair[0].strip(), Metadata.ASCII_STRING_MARSHALLER), pair[1].strip());
  }

  private String call(String path, String body) throws Exception {
    MethodDescriptor method = method(path);
    DynamicMessage.Builder request = DynamicMessage.newBuilder(method.getInputType());
    JsonFormat.parser().merge(body, request);
    var wire =
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(path)
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .build();
    return JsonFormat.printer()
        .print(ClientCalls.blockingUnaryCall(channel, wire, CallOptions.DEFAULT, request.build()));
  }

  private MethodDescriptor method(String path) throws Exception {
    String service = path.substring(0, path.indexOf('/'));
    String name = path.substring(path.indexOf('/') + 1);
    var asked = ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build();
    FileDescriptor file = file(ask(asked));
    return file.findServiceByName(service.substring(service.lastIndexOf('.') + 1))
        .findMethodByName(name);
  }

  private ServerReflectionResponse ask(ServerReflectionRequest request) throws Exception {
    BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call =
        ServerReflectionGrpc.newBlockingV2Stub(channel).serverReflectionInfo();
    call.write(request);
    call.halfClose();
    ServerReflectionResponse answer = call.read();
    if (answer == null || answer.hasErrorResponse()) {
      throw new IllegalArgumentException("the server does not know it: " + answer);
    }
    return answer;
  }

  /** The first file of the answer, with all that it imports. */
  private FileDescriptor file(ServerReflectionResponse answer) throws Exception {
    ByteString first = answer.getFileDescriptorResponse().getFileDescriptorProto(0);
    return built(FileDescriptorProto.parseFrom(first));
  }

  private FileDescriptor built(FileDescriptorProto file) throws Exception {
    FileDescriptor known = files.get(file.getName());
    if (known != null) {
      return known;
    }
    FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
    for (int i = 0; i < imports.length; i++) {
      var asked = ServerReflectionRequest.newBuilder().setFileByFilename(file.getDependency(i));
      imports[i] = file(ask(asked.build()));
    }
    FileDescriptor built = FileDescriptor.buildFrom(file, imports);
    files.put(file.getName(), built);
    return built;
  }
}

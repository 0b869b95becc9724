package io.tidings.quickstart;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.tidings.backends.Folders;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a client of the system needs to know, in a file that a shell reads. */
final class Credentials {
  private Credentials() {}

  static void write(DataFolder folder, Supervisor supervisor) {
    Addresses addresses = supervisor.addresses();
    Installation installation = supervisor.installation();
    var variables = new LinkedHashMap<String, String>();
    variables.put("TIDINGS_URL", addresses.http(Service.GATEWAY));
    variables.put(
        "TIDINGS_WRITE_KEY", apiKey(installation, addresses, "write", KeyKind.KEY_KIND_WRITE));
    variables.put(
        "TIDINGS_SECRET_KEY", apiKey(installation, addresses, "secret", KeyKind.KEY_KIND_SECRET));
    variables.putAll(new TreeMap<>(addresses.variables()));
    Folders.writePrivate(
        folder.credentials(),
        variables.entrySet().stream()
            .map(variable -> "%s='%s'\n".formatted(variable.getKey(), variable.getValue()))
            .collect(Collectors.joining()));
  }

  private static String apiKey(
      Installation installation, Addresses addresses, String name, KeyKind kind) {
    return installation
        .apiKey(name)
        .orElseGet(() -> {
          String key = create(installation, addresses, name, kind);
          installation.keepApiKey(name, key);
          return key;
        });
  }

  private static String create(
      Installation installation, Addresses addresses, String name, KeyKind kind) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                addresses.grpc(Service.INTEGRATION), InsecureChannelCredentials.create())
            .build();
    try {
      return KeyServiceGrpc.newBlockingStub(channel)
          .withInterceptors(
              MetadataUtils.newAttachHeadersInterceptor(bearer(installation.administratorKey())))
          .createKey(
              CreateKeyRequest.newBuilder()
                  .setKind(kind)
                  .setName("quickstart " + name + " key")
                  .build())
          .getSecret();
    } finally {
      channel.shutdownNow();
    }
  }

  private static Metadata bearer(String key) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    return headers;
  }
}

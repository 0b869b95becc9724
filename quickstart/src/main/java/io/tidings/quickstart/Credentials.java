package io.tidings.quickstart;

import io.tidings.backends.Folders;
import io.tidings.proto.integration.v1.KeyKind;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a client of the system needs to know, in a file that a shell reads. */
final class Credentials {
  private Credentials() {}

  /** Writes the file; the API keys are made at the first start and kept. */
  static void write(
      DataFolder folder,
      Installation installation,
      Addresses addresses,
      String sandboxUrl,
      AdministratorClient administrator) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("TIDINGS_URL", addresses.http(Service.GATEWAY));
    variables.put(
        "TIDINGS_WRITE_KEY",
        installation.apiKey(
            "write",
            () ->
                administrator.createKey(KeyKind.KEY_KIND_WRITE, "quickstart: browsers and apps")));
    variables.put(
        "TIDINGS_SECRET_KEY",
        installation.apiKey(
            "secret",
            () -> administrator.createKey(KeyKind.KEY_KIND_SECRET, "quickstart: servers")));
    variables.put("TIDINGS_SANDBOX_URL", sandboxUrl);
    variables.putAll(new TreeMap<>(addresses.variables()));
    Folders.writePrivate(
        folder.credentials(),
        variables.entrySet().stream()
            .map(variable -> "%s='%s'\n".formatted(variable.getKey(), variable.getValue()))
            .collect(Collectors.joining()));
  }
}

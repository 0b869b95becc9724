package io.tidings.messaging.channel.push;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.InvalidSettings;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Who we are at Google, and the key that proves it. */
record ServiceAccount(String projectId, String clientEmail, PrivateKey key, URI tokenUri) {

  private static final Pattern PROJECT_ID = Pattern.compile("[a-z0-9:.-]{1,100}");

  /**
   * @param setting whose value this is
   * @param file the content of Google's key file
   * @throws InvalidSettings naming the field of the file that is missing or not allowed
   */
  static ServiceAccount parse(String setting, String file, JsonMapper json) {
    JsonNode fields;
    try {
      fields = json.readValue(file, JsonNode.class);
    } catch (IOException unreadable) {
      fields = null;
    }
    if (fields == null || !fields.isObject()) {
      throw new InvalidSettings(
          setting,
          setting + " is not JSON; it has to be the content of a service account's key file");
    }
    String projectId = field(setting, fields, "project_id");
    if (!PROJECT_ID.matcher(projectId).matches()) {
      throw new InvalidSettings(
          setting,
          "%s: project_id '%s' is not a project's id, like my-app-1234"
              .formatted(setting, projectId));
    }
    return new ServiceAccount(
        projectId,
        field(setting, fields, "client_email"),
        key(setting, field(setting, fields, "private_key")),
        FcmSettings.address(setting, field(setting, fields, "token_uri")));
  }

  private static String field(String setting, JsonNode fields, String name) {
    JsonNode value = fields.get(name);
    if (value == null || !value.isString() || value.getStringValue().isBlank()) {
      throw new InvalidSettings(
          setting,
          "%s lacks '%s', which a service account's key file has".formatted(setting, name));
    }
    return value.getStringValue();
  }

  private static PrivateKey key(String setting, String pem) {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      throw new InvalidSettings(
          setting, setting + ": private_key is not an RSA key in PEM form (PKCS #8)");
    }
  }

  @Override
  public String toString() {
    return "ServiceAccount[projectId=" + projectId + "]";
  }
}

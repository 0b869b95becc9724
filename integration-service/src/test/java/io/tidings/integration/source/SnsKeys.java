package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Base64;

/** A key that signs messages, with a certificate that it made itself. */
record SnsKeys(PrivateKey key, String certificatePem) {
  private static final String PASSWORD = "password";

  /** A key that no certificate speaks of. */
  static SnsKeys ofNobody() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new SnsKeys(generator.generateKeyPair().getPrivate(), "");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static SnsKeys make() {
    try {
      Path file = Files.createTempDirectory("keys").resolve("sns.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keystore",
                  file.toString(),
                  "-storepass",
                  PASSWORD,
                  "-alias",
                  "sns",
                  "-keyalg",
                  "RSA",
                  "-keysize",
                  "2048",
                  "-startdate",
                  "2026/01/01 00:00:00",
                  "-validity",
                  "365",
                  "-dname",
                  "CN=sns.amazonaws.com")
              .inheritIO()
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool failed");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD.toCharArray());
      }
      return new SnsKeys(
          (PrivateKey) store.getKey("sns", PASSWORD.toCharArray()),
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(
                  Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                      .encodeToString(store.getCertificate("sns").getEncoded())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

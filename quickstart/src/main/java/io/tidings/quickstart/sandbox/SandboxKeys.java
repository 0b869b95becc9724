package io.tidings.quickstart.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates that the sandbox answers with and knows its callers by. They are made in
 * the data folder at the first start, by the JDK's own keytool, as a key store in which each of
 * three keys has a certificate that it signed itself.
 */
final class SandboxKeys {

  /** Guards nothing: who can read the file can read what it protects as well. */
  private static final String STORE_PASSWORD = "sandbox";

  private static final int KEYTOOL_SECONDS = 60;

  private final KeyStore store;

  private SandboxKeys(KeyStore store) {
    this.store = store;
  }

  static SandboxKeys in(Path folder) throws IOException {
    Path file = folder.resolve("sandbox-keys.p12");
    if (!Files.exists(file)) {
      make(folder, file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, STORE_PASSWORD.toCharArray());
      return new SandboxKeys(store);
    } catch (GeneralSecurityException unreadable) {
      throw new IOException("cannot read the sandbox's keys in " + file, unreadable);
    }
  }

  private static void make(Path folder, Path file) throws IOException {
    Files.createDirectories(folder);
    Path unfinished = folder.resolve("sandbox-keys.p12.new");
    Files.deleteIfExists(unfinished);
    List<String> elliptic = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    keytool(unfinished, "server", elliptic);
    keytool(unfinished, "apns", elliptic);
    keytool(unfinished, "fcm", List.of("-keyalg", "RSA", "-keysize", "2048"));
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void keytool(Path file, String alias, List<String> algorithm) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-alias",
                alias,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "3650"));
    command.addAll(algorithm);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool could not make the sandbox's key '" + alias + "': " + said);
      }
    } catch (InterruptedException stopping) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("stopped while keytool made the sandbox's keys", stopping);
    }
  }

  PrivateKey serverKey() {
    return privateKey("server");
  }

  X509Certificate serverCertificate() {
    return (X509Certificate) certificate("server");
  }

  String serverCertificatePem() {
    try {
      return pem("CERTIFICATE", serverCertificate().getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read can be written", impossible);
    }
  }

  SSLContext serverTls() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "server",
          serverKey(),
          STORE_PASSWORD.toCharArray(),
          new Certificate[] {serverCertificate()});
      keys.init(own, STORE_PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("this Java cannot serve TLS with its own keys", impossible);
    }
  }

  /** As Apple hands it out. */
  String apnsKeyPem() {
    return pem("PRIVATE KEY", privateKey("apns").getEncoded());
  }

  PublicKey apnsPublicKey() {
    return certificate("apns").getPublicKey();
  }

  String serviceAccountKeyPem() {
    return pem("PRIVATE KEY", privateKey("fcm").getEncoded());
  }

  PublicKey serviceAccountPublicKey() {
    return certificate("fcm").getPublicKey();
  }

  private PrivateKey privateKey(String alias) {
    try {
      return (PrivateKey) present(alias, store.getKey(alias, STORE_PASSWORD.toCharArray()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the sandbox's own key cannot be opened", impossible);
    }
  }

  private Certificate certificate(String alias) {
    try {
      return present(alias, store.getCertificate(alias));
    } catch (KeyStoreException impossible) {
      throw new IllegalStateException("the sandbox's key store was loaded", impossible);
    }
  }

  private static <T> T present(String alias, @Nullable T entry) {
    if (entry == null) {
      throw new IllegalStateException(
          "the sandbox's key '%s' is missing; delete sandbox-keys.p12 to make all anew"
              .formatted(alias));
    }
    return entry;
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), kind);
  }
}

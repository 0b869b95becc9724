package io.tidings.messaging.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that a provider's server must show one of, in place of the public authorities. */
public record TrustedCertificates(List<X509Certificate> certificates) {

  /**
   * @param setting whose value this is
   * @param pem one or more certificates
   * @throws InvalidSettings where there is none in it
   */
  public static TrustedCertificates parse(String setting, String pem) {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return new TrustedCertificates(certificates);
      }
    } catch (CertificateException unreadable) {
      // Said below, in the words of the one who set it.
    }
    throw new InvalidSettings(
        setting,
        setting
            + " is not a certificate in PEM form, like -----BEGIN CERTIFICATE----- … -----END"
            + " CERTIFICATE-----");
  }

  public SSLContext sslContext() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        trusted.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(
          "this Java cannot make a TLS context of certificates", impossible);
    }
  }
}

package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How Amazon SNS <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">signs its
 * messages</a>: by a certificate that is had from one of its own addresses.
 */
@Singleton
final class SnsSignature {
  private static final List<String> NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> SUBSCRIPTION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  /** One for each region, and their successors. */
  private static final int MAX_CERTIFICATES = 100;

  private final AmazonPages pages;
  private final Map<URI, X509Certificate> certificates = new ConcurrentHashMap<>();

  SnsSignature(AmazonPages pages) {
    this.pages = pages;
  }

  /**
   * @throws IOException where the certificate cannot be had just now
   */
  boolean holds(JsonNode message, Instant now) throws IOException {
    URI address = AmazonPages.snsAddress(WebhookJson.text(message, "SigningCertURL")).orElse(null);
    String algorithm =
        switch (WebhookJson.text(message, "SignatureVersion")) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default -> "";
        };
    if (address == null || !address.getPath().endsWith(".pem") || algorithm.isEmpty()) {
      return false;
    }
    try {
      X509Certificate certificate = certificate(address);
      certificate.checkValidity(Date.from(now));
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(signedText(message).getBytes(UTF_8));
      return verifier.verify(Base64.getDecoder().decode(WebhookJson.text(message, "Signature")));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  private static String signedText(JsonNode message) {
    boolean notification = WebhookJson.text(message, "Type").equals("Notification");
    StringBuilder text = new StringBuilder();
    for (String member : notification ? NOTIFICATION : SUBSCRIPTION) {
      if (message.path(member).isTextual()) {
        text.append(member).append('\n').append(message.path(member).textValue()).append('\n');
      }
    }
    return text.toString();
  }

  private X509Certificate certificate(URI address) throws IOException, CertificateException {
    X509Certificate known = certificates.get(address);
    if (known != null) {
      return known;
    }
    X509Certificate fetched =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pages.fetch(address)));
    if (certificates.size() < MAX_CERTIFICATES) {
      certificates.put(address, fetched);
    }
    return fetched;
  }
}

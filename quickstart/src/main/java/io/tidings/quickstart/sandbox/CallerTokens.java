package io.tidings.quickstart.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the tokens (JWT) that callers sign with the keys they were handed. */
final class CallerTokens {

  private final PublicKey key;
  private final List<String> algorithms;
  private volatile String lastGood = "";

  private CallerTokens(PublicKey key, List<String> algorithms) {
    this.key = key;
    this.algorithms = algorithms;
  }

  /** Signed with an elliptic key, in JOSE's form of a signature or, as Apple allows, in DER's. */
  static CallerTokens elliptic(PublicKey key) {
    return new CallerTokens(key, List.of("SHA256withECDSAinP1363Format", "SHA256withECDSA"));
  }

  static CallerTokens rsa(PublicKey key) {
    return new CallerTokens(key, List.of("SHA256withRSA"));
  }

  /** What the token claims, as JSON; nothing where it is not signed as it should be. */
  @Nullable String claims(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0) {
      return null;
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(second + 1));
      byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
      for (String algorithm : algorithms) {
        if (isSigned(signed, signature, algorithm)) {
          return new String(
              Base64.getUrlDecoder().decode(token.substring(first + 1, second)),
              StandardCharsets.UTF_8);
        }
      }
    } catch (IllegalArgumentException garbage) {
      // Not signed, then.
    }
    return null;
  }

  private boolean isSigned(byte[] signed, byte[] signature, String algorithm) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException otherForm) {
      return false;
    }
  }

  /** Callers come with one token for thousands of messages: it is checked the first time. */
  boolean isGood(String token) {
    if (token.equals(lastGood)) {
      return true;
    }
    boolean good = claims(token) != null;
    if (good) {
      lastGood = token;
    }
    return good;
  }
}

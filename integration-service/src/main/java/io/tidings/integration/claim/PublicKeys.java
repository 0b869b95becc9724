package io.tidings.integration.claim;

import io.tidings.rpc.InvalidInputException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** RSA public keys in PEM. */
final class PublicKeys {
  private static final int LEAST_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  private PublicKeys() {}

  /**
   * @throws InvalidInputException for anything that is no such key, or one that is too short
   */
  static RSAPublicKey read(String pem) {
    RSAPublicKey key = decoded(pem);
    if (key.getModulus().bitLength() < LEAST_BITS) {
      throw refused("has %d bits".formatted(key.getModulus().bitLength()));
    }
    return key;
  }

  private static RSAPublicKey decoded(String pem) {
    var matcher = PEM.matcher(pem.strip());
    if (!matcher.matches()) {
      throw refused("is not in PEM");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(1));
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused("is no RSA key");
    }
  }

  private static InvalidInputException refused(String what) {
    return new InvalidInputException(
        "public_key",
        what
            + "; what is needed is an RSA public key of at least 2048 bits, in PEM that begins"
            + " with -----BEGIN PUBLIC KEY-----");
  }
}

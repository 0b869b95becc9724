package io.tidings.integration.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What values a setting may have. */
public enum SettingType {
  TEXT {
    @Override
    Optional<String> objectionTo(String value) {
      return Optional.empty();
    }
  },

  /** A whole number from 1. */
  COUNT {
    @Override
    Optional<String> objectionTo(String value) {
      return DIGITS.matcher(value).matches()
          ? Optional.empty()
          : Optional.of("must be a whole number from 1 to 999999");
    }
  },

  /** Where to call. */
  URL {
    @Override
    Optional<String> objectionTo(String value) {
      return objectionToUrl(value);
    }
  },

  /** Where the other side calls us: never called, so it may be anywhere. */
  OWN_URL {
    @Override
    Optional<String> objectionTo(String value) {
      return objectionToUrl(value);
    }
  },

  /** The secret of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>. */
  SIGNING_SECRET {
    @Override
    Optional<String> objectionTo(String value) {
      String rule =
          "must be whsec_ and base64 of 24 to 64 bytes; make one with: echo whsec_$(openssl rand"
              + " -base64 32)";
      if (!value.startsWith("whsec_")) {
        return Optional.of(rule);
      }
      try {
        int bytes = Base64.getDecoder().decode(value.substring("whsec_".length())).length;
        return bytes >= 24 && bytes <= 64 ? Optional.empty() : Optional.of(rule);
      } catch (IllegalArgumentException e) {
        return Optional.of(rule);
      }
    }
  },

  /** On the curve P-256, as base64 of its SubjectPublicKeyInfo. */
  EC_PUBLIC_KEY {
    @Override
    Optional<String> objectionTo(String value) {
      try {
        return ecPublicKey(value).getAlgorithm().equals("EC")
            ? Optional.empty()
            : Optional.of(EC_PUBLIC_KEY_RULE);
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        return Optional.of(EC_PUBLIC_KEY_RULE);
      }
    }
  };

  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,5}");
  private static final String URL_RULE =
      "must be an address like https://example.com/hook, without user name and password";

  private static final String EC_PUBLIC_KEY_RULE =
      "must be an elliptic-curve public key in base64, like MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…";

  /**
   * @param value as {@link #EC_PUBLIC_KEY} has it
   */
  public static PublicKey ecPublicKey(String value) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(value)));
  }

  private static Optional<String> objectionToUrl(String value) {
    try {
      URI uri = new URI(value);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.empty()
          : Optional.of(URL_RULE);
    } catch (URISyntaxException e) {
      return Optional.of(URL_RULE);
    }
  }

  /** What is wrong with the value; empty when it is fine. */
  abstract Optional<String> objectionTo(String value);
}

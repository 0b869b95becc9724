package io.tidings.gateway.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The keys that a request comes with in its {@code Authorization} header.
 *
 * @param key of Bearer, or the user name of Basic, with or without the colon after it
 * @param second the password of Basic; mostly empty
 */
record PresentedKeys(String key, String second) {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  static Optional<PresentedKeys> in(HttpRequest<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
        .flatMap(PresentedKeys::read)
        .filter(keys -> !keys.key.isEmpty());
  }

  private static Optional<PresentedKeys> read(String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(new PresentedKeys(header.substring(BEARER.length()).strip(), ""));
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return decode(header.substring(BASIC.length()).strip());
    }
    return Optional.empty();
  }

  private static Optional<PresentedKeys> decode(String credentials) {
    try {
      var pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      var colon = pair.indexOf(':');
      return Optional.of(
          colon < 0
              ? new PresentedKeys(pair, "")
              : new PresentedKeys(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "PresentedKeys[second=" + !second.isEmpty() + "]";
  }
}

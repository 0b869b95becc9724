package io.tidings.gateway.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Finds the key that a request comes with in its {@code Authorization} header. */
final class PresentedKey {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private PresentedKey() {}

  /** Of Basic it is the user name, with or without the colon and a password after it. */
  static Optional<String> in(HttpRequest<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
        .flatMap(PresentedKey::read)
        .filter(key -> !key.isEmpty());
  }

  private static Optional<String> read(String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return decode(header.substring(BASIC.length()).strip());
    }
    return Optional.empty();
  }

  private static Optional<String> decode(String credentials) {
    try {
      var pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      var colon = pair.indexOf(':');
      return Optional.of(colon < 0 ? pair : pair.substring(0, colon));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

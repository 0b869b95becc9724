package io.tidings.gateway.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * From where browsers may call with a key. Browsers say of their own accord which page calls; what
 * is no browser says nothing, and proves itself by the key alone.
 */
final class TrustedDomains {
  private TrustedDomains() {}

  /**
   * @param domains as {@code shop.example}, {@code *.shop.example} or {@code localhost:3000}; all
   *     are trusted where there is none
   * @throws Problem 403 for a call from a page elsewhere
   */
  static void demand(List<String> domains, HttpRequest<?> request) {
    var origin = domains.isEmpty() ? null : request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origin != null && !trusts(domains, origin)) {
      throw new Problem(
          ErrorCode.PERMISSION_ERROR,
          "pages of '"
              + origin
              + "' may not call with this key; PUT /v1/keys/{id} edits its trusted domains");
    }
  }

  private static boolean trusts(List<String> domains, String origin) {
    try {
      var page = URI.create(origin.toLowerCase(Locale.ROOT));
      return page.getHost() != null
          && domains.stream().anyMatch(domain -> covers(domain, page.getHost(), port(page)));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean covers(String domain, String host, int port) {
    var colon = domain.indexOf(':');
    var name = colon < 0 ? domain : domain.substring(0, colon);
    return (colon < 0 || domain.substring(colon + 1).equals(Integer.toString(port)))
        && (name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name));
  }

  private static int port(URI page) {
    if (page.getPort() >= 0) {
      return page.getPort();
    }
    return "https".equals(page.getScheme()) ? 443 : 80;
  }
}

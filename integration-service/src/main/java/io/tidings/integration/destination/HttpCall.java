package io.tidings.integration.destination;

import java.net.URI;
import java.util.Map;

/**
 * One HTTP request.
 *
 * @param body text, UTF-8
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, String body) {
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** Where to and how, without what it carries. */
  @Override
  public String toString() {
    return method + ' ' + uri.getScheme() + "://" + uri.getHost();
  }
}

package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Amazon's pages without Amazon. */
final class PlayedAmazon implements AmazonPages {
  private final Map<String, String> pages = new HashMap<>();
  private final List<URI> asked = new ArrayList<>();

  void serve(String address, String page) {
    pages.put(address, page);
  }

  /** Nothing is answered until something is served again. */
  void away() {
    pages.clear();
  }

  List<URI> asked() {
    return asked;
  }

  @Override
  public byte[] fetch(URI address) throws IOException {
    asked.add(address);
    String page = pages.get(address.toString());
    if (page == null) {
      throw new IOException("it answered 503");
    }
    return page.getBytes(UTF_8);
  }
}

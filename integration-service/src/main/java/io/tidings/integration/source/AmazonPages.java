package io.tidings.integration.source;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pages of Amazon SNS: its certificates, and those that confirm a subscription. */
interface AmazonPages {
  /** {@code sns.eu-west-1.amazonaws.com}, {@code sns.cn-north-1.amazonaws.com.cn}. */
  Pattern HOST = Pattern.compile("sns\\.[a-z0-9-]{1,40}\\.amazonaws\\.com(\\.cn)?");

  /**
   * @param address one of {@link #snsAddress}
   * @throws IOException where it cannot be had
   */
  byte[] fetch(URI address) throws IOException;

  /** The address, where it is one that only Amazon SNS answers; empty for any other. */
  static Optional<URI> snsAddress(String text) {
    try {
      URI address = new URI(text);
      boolean own =
          "https".equals(address.getScheme())
              && address.getHost() != null
              && HOST.matcher(address.getHost()).matches()
              && address.getUserInfo() == null
              && (address.getPort() == -1 || address.getPort() == 443);
      return own ? Optional.of(address) : Optional.empty();
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }
}

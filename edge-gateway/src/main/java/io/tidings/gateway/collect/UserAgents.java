package io.tidings.gateway.collect;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/** What browsers and apps are, by the names that they give themselves. */
@Singleton
final class UserAgents {
  /** Nobody's name is longer; hundreds of patterns are tried on what strangers write. */
  private static final int MAX_LENGTH = 1024;

  private static final Set<String> MOBILE = Set.of("ios", "android", "windows phone", "kaios");
  private static final Set<String> DESKTOP =
      Set.of("windows", "mac os x", "linux", "ubuntu", "fedora", "debian", "chrome os");

  private static final String UNKNOWN = "Other";

  private final LoadingCache<String, UserAgent> known =
      Caffeine.newBuilder().maximumSize(10_000).build(UserAgents::parse);

  /**
   * @param browserVersion as far as it is told: {@code 120.0.0}
   * @param os with its version: {@code Mac OS X 10.15.7}
   * @param deviceName {@code iPhone}
   * @param deviceType {@code desktop}, {@code mobile}, {@code tablet} or {@code bot}
   */
  record UserAgent(
      @Nullable String browserFamily,
      @Nullable String browserVersion,
      @Nullable String os,
      @Nullable String deviceName,
      @Nullable String deviceType) {
    static final UserAgent NONE = new UserAgent(null, null, null, null, null);
  }

  /**
   * @param name as in the header {@code User-Agent}; null where there is none
   */
  UserAgent read(@Nullable String name) {
    return name == null || name.length() > MAX_LENGTH ? UserAgent.NONE : known.get(name);
  }

  /** Compiling the patterns takes a while, so it waits for the first name. */
  private static final class Patterns {
    static final Parser PARSER = new Parser();
  }

  private static UserAgent parse(String name) {
    var client = Patterns.PARSER.parse(name);
    return new UserAgent(
        known(client.userAgent.family),
        version(client.userAgent.major, client.userAgent.minor, client.userAgent.patch),
        os(client),
        known(client.device.family),
        deviceType(client));
  }

  private static @Nullable String os(Client client) {
    var family = known(client.os.family);
    var version = version(client.os.major, client.os.minor, client.os.patch);
    return family == null || version == null ? family : family + " " + version;
  }

  private static @Nullable String deviceType(Client client) {
    var device = client.device.family.toLowerCase(Locale.ROOT);
    var os = client.os.family.toLowerCase(Locale.ROOT);
    if (device.equals("spider")) {
      return "bot";
    }
    if (device.contains("ipad") || device.contains("tablet") || device.contains("kindle")) {
      return "tablet";
    }
    if (MOBILE.contains(os)) {
      return "mobile";
    }
    return DESKTOP.contains(os) ? "desktop" : null;
  }

  private static @Nullable String known(@Nullable String family) {
    return family == null || family.equals(UNKNOWN) ? null : family;
  }

  /** The parts up to the first that is not told. */
  private static @Nullable String version(@Nullable String... parts) {
    var told = new ArrayList<String>();
    for (var part : parts) {
      if (part == null) {
        break;
      }
      told.add(part);
    }
    return told.isEmpty() ? null : String.join(".", told);
  }
}

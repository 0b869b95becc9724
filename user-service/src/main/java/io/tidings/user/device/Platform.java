package io.tidings.user.device;

import io.tidings.user.RefusedException;
import java.util.Locale;

/** Whose push service a token belongs to. */
public enum Platform {
  ANDROID,
  IOS;

  /**
   * @param field the field of the request that offers it
   */
  public static Platform accepted(String field, String offered) throws RefusedException {
    return switch (offered.toLowerCase(Locale.ROOT)) {
      case "android" -> ANDROID;
      case "ios" -> IOS;
      default ->
          throw new RefusedException(
              field,
              "device_platform %s is not known; it is ios or android"
                  .formatted(RefusedException.quoted(offered)));
    };
  }

  /** The name by which callers know it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.tidings.gateway.json;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of fields: {@code recipients[0].user_id} in contracts, {@code recipients[0].userId} here.
 */
public final class FieldPaths {
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");

  private FieldPaths() {}

  /**
   * A path of the contracts as it reads in JSON. What stands in brackets and quotes is the caller's
   * own key and stays.
   */
  public static String toJson(String path) {
    var quote = path.indexOf('"');
    var own = quote < 0 ? path : path.substring(0, quote);
    var rest = quote < 0 ? "" : path.substring(quote);
    return UNDERSCORE.matcher(own).replaceAll(match -> upper(match.group(1))) + rest;
  }

  private static String upper(String letter) {
    return letter.toUpperCase(Locale.ROOT);
  }
}

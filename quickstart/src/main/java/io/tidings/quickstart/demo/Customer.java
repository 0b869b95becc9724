package io.tidings.quickstart.demo;

import org.jspecify.annotations.Nullable;

/** One customer of MInt, as the provider's own database knows them. */
record Customer(
    String id,
    String firstName,
    String lastName,
    @Nullable String email,
    @Nullable String number,
    String plan,
    String city,
    int monthlyUsage,
    @Nullable String deviceToken,
    @Nullable String devicePlatform,
    String demoRun) {

  /** Their row of the CSV file, under {@link MInt#CSV_HEADER}. No cell needs quotes. */
  String csvRow() {
    return String.join(
        ",",
        id,
        firstName,
        lastName,
        orEmpty(email),
        orEmpty(number),
        plan,
        city,
        String.valueOf(monthlyUsage),
        orEmpty(deviceToken),
        orEmpty(devicePlatform),
        demoRun);
  }

  private static String orEmpty(@Nullable String cell) {
    return cell == null ? "" : cell;
  }

  /** Contact data stays out of whatever prints this. */
  @Override
  public String toString() {
    return "Customer[" + id + "]";
  }
}

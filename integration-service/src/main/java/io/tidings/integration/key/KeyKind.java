package io.tidings.integration.key;

/** What a key is for. Its secret begins with the prefix, so that people and machines see which. */
enum KeyKind {
  /** Public: may add data, may not read. */
  WRITE("tw_"),
  /** Secret: everything in the workspace. */
  SECRET("ts_");

  private final String prefix;

  KeyKind(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }
}

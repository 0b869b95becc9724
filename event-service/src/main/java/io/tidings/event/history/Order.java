package io.tidings.event.history;

/** In which order events are read. */
enum Order {
  NEWEST_FIRST("<", " DESC"),
  OLDEST_FIRST(">", "");

  private final String goesOn;
  private final String direction;

  Order(String goesOn, String direction) {
    this.goesOn = goesOn;
    this.direction = direction;
  }

  /** How what comes after a position compares with it. */
  String goesOn() {
    return goesOn;
  }

  String sql() {
    return " ORDER BY occurred_at%1$s, profile_id%1$s, message_id%1$s".formatted(direction);
  }
}

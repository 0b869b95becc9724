package io.tidings.rpc;

import io.micronaut.core.order.Ordered;

/** The interceptors of a server, outermost first. */
enum Position implements Ordered {
  TRACE,
  // Outside of FAULTS, so that they count the statuses that leave the server.
  METRICS,
  FAULTS,
  DEADLINE,
  AUTHENTICATION,
  VALIDATION;

  @Override
  public int getOrder() {
    return 100 * ordinal();
  }
}

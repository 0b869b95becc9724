package io.tidings.gateway;

import com.tngtech.archunit.core.domain.JavaClass;
import io.tidings.testing.HouseRules;

class HouseRulesTest extends HouseRules {
  /** The gateway has no domain: it translates, all of it. */
  @Override
  protected boolean isAtTheEdge(JavaClass type) {
    return true;
  }
}

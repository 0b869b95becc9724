package io.tidings.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {

  @ParameterizedTest
  @DisplayName("behaviour 59: the trait is the audience's name in snake case")
  @CsvSource({
    "Order completed last 30days, order_completed_last_30days",
    "High usage, high_usage",
    "HTTPErrors seen, http_errors_seen",
    "2nd Order, 2nd_order",
    "'***', ''",
    "highUsage, high_usage",
    "VIP customers (Lagos), vip_customers_lagos",
    "already_snake, already_snake",
    "'  50% off -- today! ', 50_off_today",
    "Clientes Ávidos, clientes_ávidos"
  })
  void writesSnakeCase(String name, String trait) {
    assertThat(SnakeCase.of(name)).isEqualTo(trait);
  }
}

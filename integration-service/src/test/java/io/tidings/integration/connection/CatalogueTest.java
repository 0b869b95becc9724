package io.tidings.integration.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  record Tool(String id, String name, List<Setting> settings) implements Connectable {}

  @Test
  void refusesTwoOfOneId() {
    Tool fax = new Tool("fax", "Fax", List.of());
    Tool other = new Tool("fax", "Facsimile", List.of());
    assertThat(
            catchThrowableOfType(
                IllegalStateException.class,
                () -> new Catalogue<>("destination", List.of(fax, other))))
        .hasMessageContaining("are both the destination 'fax'");
  }
}

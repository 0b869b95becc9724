package io.tidings.user.company;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;

/** What of a company's row is sealed, for the rotation of keys. */
@Factory
final class SealedCompanies {
  @Singleton
  SealedColumn companyDocuments() {
    return new SealedColumn(
        "company",
        "document",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id")),
        key -> context(key.getFirst(), key.getLast()));
  }

  /** What a sealed document belongs to. */
  static String context(String workspaceId, String companyId) {
    return "company %s %s".formatted(workspaceId, companyId);
  }
}

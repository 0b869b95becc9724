package io.tidings.user.company;

import java.util.UUID;

/** How a company is named in a question: exactly one of the two. */
sealed interface CompanySelector {
  record ById(UUID id) implements CompanySelector {}

  record ByGroupId(String groupId) implements CompanySelector {}
}

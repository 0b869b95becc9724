package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers what is known of whom. */
@Singleton
final class Profiles {
  private final TransactionOperations<Connection> transactions;
  private final ProfileRepository repository;

  Profiles(TransactionOperations<Connection> transactions, ProfileRepository repository) {
    this.transactions = transactions;
    this.repository = repository;
  }

  /** Each selected profile in its selector's place; null where nobody is known by it. */
  List<@Nullable Profile> find(String workspaceId, List<Selector> selectors) {
    return transactions.executeRead(_ -> repository.find(workspaceId, selectors));
  }

  @Nullable Profile find(String workspaceId, Selector selector) {
    return find(workspaceId, List.of(selector)).getFirst();
  }

  /**
   * The next profiles in the order of their creation.
   *
   * @param after the last one of the page before; null for the first page
   */
  List<Profile> page(String workspaceId, @Nullable UUID after, int size) {
    return transactions.executeRead(_ -> repository.page(workspaceId, after, size));
  }
}

package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.OneStatement;
import io.tidings.rpc.Part;
import io.tidings.user.Found;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.Owner;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers what is known of whom. */
@Singleton
final class Profiles {
  private final TransactionOperations<Connection> transactions;
  private final ProfileRepository repository;
  private final MergeRepository merges;
  private final IdentifierRepository identifiers;

  Profiles(
      TransactionOperations<Connection> transactions,
      ProfileRepository repository,
      MergeRepository merges,
      IdentifierRepository identifiers) {
    this.transactions = transactions;
    this.repository = repository;
    this.merges = merges;
    this.identifiers = identifiers;
  }

  /** Each selected profile in its selector's place, as far as an answer has room. */
  List<Found<Profile>> find(String workspaceId, List<Selector> selectors) {
    return transactions.execute(OneStatement.READING, _ -> repository.find(workspaceId, selectors));
  }

  @Nullable Profile find(String workspaceId, Selector selector) {
    return find(workspaceId, List.of(selector)).getFirst().known();
  }

  /** Who has these keys; those that nobody has are missing. */
  Map<Key, Owner> owners(String workspaceId, Collection<Key> keys) {
    return transactions.execute(OneStatement.READING, _ -> identifiers.owners(workspaceId, keys));
  }

  /**
   * Which profiles turned out to be one, the latest first.
   *
   * @param before the last of the page before; null for the first page
   */
  List<RecordedMerge> merges(String workspaceId, @Nullable UUID before, int size) {
    return transactions.execute(OneStatement.READING, _ -> merges.page(workspaceId, before, size));
  }

  /** Those that are part of this profile by now. */
  List<RecordedMerge> merges(String workspaceId, UUID profileId, @Nullable UUID before, int size) {
    return transactions.execute(
        OneStatement.READING, _ -> merges.page(workspaceId, profileId, before, size));
  }

  /**
   * The next profiles in the order of their creation: at most so many, as far as an answer has
   * room.
   *
   * @param after the last one of the page before; null for the first page
   */
  Part<Profile> page(String workspaceId, @Nullable UUID after, int size) {
    return transactions.execute(
        OneStatement.READING, _ -> repository.page(workspaceId, after, size));
  }
}

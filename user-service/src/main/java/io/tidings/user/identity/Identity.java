package io.tidings.user.identity;

import io.tidings.user.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what one call names its user. At least one of the two ids is there.
 *
 * @param others further identifiers of the same user
 * @param previous by which the user was known before, by the caller's explicit word
 */
public record Identity(
    @Nullable Identifier user,
    @Nullable Identifier anonymous,
    List<Identifier> others,
    List<Identifier> previous) {

  public Identity {
    if (user == null && anonymous == null) {
      throw new IllegalArgumentException("an identity has a user id or an anonymous id");
    }
    others = List.copyOf(others);
    previous = List.copyOf(previous);
  }

  public Identity(
      @Nullable Identifier user, @Nullable Identifier anonymous, List<Identifier> others) {
    this(user, anonymous, others, List.of());
  }

  /**
   * What is left of the offered identifiers without those that nobody is known by.
   *
   * @param userId empty where none was given
   * @param anonymousId empty where none was given
   */
  public static Identity accepted(String userId, String anonymousId, List<Identifier> further)
      throws RefusedException {
    List<Identifier> offered = new ArrayList<>();
    offered.add(Identifier.accepted("user_id", Identifier.USER_ID, userId));
    offered.add(Identifier.accepted("anonymous_id", Identifier.ANONYMOUS_ID, anonymousId));
    for (Identifier identifier : further) {
      offered.add(Identifier.accepted("identifiers", identifier.type(), identifier.value()));
    }
    Set<Identifier> usable = new LinkedHashSet<>(offered);
    usable.removeIf(Identifier::isBlocked);
    Identifier user = theUser(usable);
    Identifier anonymous =
        usable.stream()
            .filter(identifier -> identifier.type().equals(Identifier.ANONYMOUS_ID))
            .findFirst()
            .orElse(null);
    if (user == null && anonymous == null) {
      throw nobody(userId, anonymousId);
    }
    usable.remove(user);
    usable.remove(anonymous);
    return new Identity(user, anonymous, List.copyOf(usable));
  }

  /**
   * The same user, known by these ids before.
   *
   * @param offered those that nobody is known by are refused, for joining by them would join
   *     strangers
   */
  public Identity formerly(List<Identifier> offered) throws RefusedException {
    if (offered.isEmpty()) {
      return this;
    }
    if (user == null) {
      throw new RefusedException(
          "user_id", "previous ids are joined to a user, and user_id is not given; give it");
    }
    Set<Identifier> accepted = new LinkedHashSet<>();
    for (Identifier identifier : offered) {
      Identifier one = Identifier.accepted("previous", identifier.type(), identifier.value());
      if (one.isBlocked()) {
        throw new RefusedException(
            "previous",
            "previous %s identifies nobody; give the id that the user had"
                .formatted(RefusedException.quoted(one.value())));
      }
      accepted.add(one);
    }
    accepted.remove(user);
    return new Identity(user, anonymous, others, List.copyOf(accepted));
  }

  /** With one more identifier. */
  public Identity with(Identifier other) {
    return others.contains(other)
        ? this
        : new Identity(
            user, anonymous, Stream.concat(others.stream(), Stream.of(other)).toList(), previous);
  }

  /** All keys that the call names. */
  public Stream<Key> keys() {
    return Stream.of(Stream.of(user, anonymous), others.stream(), previous.stream())
        .flatMap(identifiers -> identifiers)
        .filter(identifier -> identifier != null)
        .map(Key::of);
  }

  private static @Nullable Identifier theUser(Set<Identifier> usable) throws RefusedException {
    List<Identifier> users = usable.stream().filter(Identifier::isUserId).toList();
    if (users.size() > 1) {
      throw new RefusedException(
          "identifiers",
          "user_id %s was offered for the user whose user_id is %s; a user has one, and it never changes"
              .formatted(
                  RefusedException.quoted(users.get(1).value()),
                  RefusedException.quoted(users.getFirst().value())));
    }
    return users.isEmpty() ? null : users.getFirst();
  }

  private static RefusedException nobody(String userId, String anonymousId) {
    if (userId.isEmpty() && anonymousId.isEmpty()) {
      return new RefusedException(
          "user_id", "neither user_id nor anonymous_id is given; give at least one");
    }
    boolean byUser = !userId.isEmpty();
    return new RefusedException(
        byUser ? "user_id" : "anonymous_id",
        "%s %s identifies nobody: blanks, zeros and dashes, '-1', 'null' and 'anonymous' are what broken clients send; give the user's own id"
            .formatted(
                byUser ? "user_id" : "anonymous_id",
                RefusedException.quoted(byUser ? userId : anonymousId)));
  }
}

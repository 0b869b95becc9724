package io.tidings.gateway.engage;

import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.Profile;
import java.util.Optional;

/** Who or what is known by an id: a user, an account, or a user that became one. */
record Known(Optional<Profile> user, Optional<Company> account) {
  boolean isSomebody() {
    return user.isPresent() || account.isPresent();
  }

  boolean isUser() {
    return isSomebody() && !isAccount();
  }

  /** Of two of the same id it is the account as long as the user's own attribute says so. */
  boolean isAccount() {
    return account.isPresent() && user.map(Known::isAccount).orElse(true);
  }

  static boolean isAccount(Profile user) {
    var attribute = user.getAttributesMap().get(UserBody.IS_ACCOUNT);
    return attribute != null && attribute.getBoolean();
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "Known[user=" + user.isPresent() + ", account=" + account.isPresent() + "]";
  }
}

package io.tidings.gateway.engage;

import static io.tidings.gateway.json.Values.textOrNull;

import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.Values;
import io.tidings.gateway.user.Users;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.ListProfilesRequest;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Answers what is known of users. */
@Singleton
final class UserReading {
  private static final int USUAL_PAGE = 10;
  private static final int LARGEST_PAGE = 100;

  /** What a cursor begins with once all users are listed. */
  private static final String IN_ACCOUNTS = "accounts:";

  private final Users users;
  private final Accounts accounts;
  private final UserObjects objects;
  private final ProfileServiceBlockingStub profiles;

  UserReading(Users users, Accounts accounts, UserObjects objects, ServiceChannels channels) {
    this.users = users;
    this.accounts = accounts;
    this.objects = objects;
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /**
   * A user, or the account that has this id.
   *
   * @throws Problem 404 when nobody is known by it
   */
  Map<String, Value> one(String uid) {
    var known = find(uid);
    if (!known.isSomebody()) {
      throw Users.unknown(uid);
    }
    return known.isAccount()
        ? UserObjects.of(known.account().orElseThrow())
        : objects.of(known.user().orElseThrow());
  }

  Known find(String uid) {
    return new Known(users.find(uid), accounts.find(uid));
  }

  /** Users first, then accounts. */
  Map<String, Value> page(UserPage page) {
    if (page.email() != null) {
      return list(objects.of(withAddress(page.email())), "");
    }
    var limit = Objects.requireNonNullElse(page.limit(), USUAL_PAGE);
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw Problem.invalid(
          "limit", "is " + limit + "; 1 to " + LARGEST_PAGE + " users can be asked for at once");
    }
    var cursor = Objects.requireNonNullElse(page.cursor(), "");
    return cursor.startsWith(IN_ACCOUNTS)
        ? accountPage(limit, cursor.substring(IN_ACCOUNTS.length()))
        : userPage(limit, cursor);
  }

  /** Who became an account is listed as one. */
  private Map<String, Value> userPage(int limit, String cursor) {
    var found =
        profiles.listProfiles(
            ListProfilesRequest.newBuilder().setPageSize(limit).setPageToken(cursor).build());
    var users =
        found.getProfilesList().stream().filter(profile -> !Known.isAccount(profile)).toList();
    var next = found.getNextPageToken();
    return list(objects.of(users), next.isEmpty() && accounts.areThere() ? IN_ACCOUNTS : next);
  }

  private Map<String, Value> accountPage(int limit, String cursor) {
    var found = accounts.page(limit, cursor);
    var next = found.getNextPageToken();
    return list(
        found.getCompaniesList().stream().map(UserObjects::of).toList(),
        next.isEmpty() ? "" : IN_ACCOUNTS + next);
  }

  private List<Profile> withAddress(String email) {
    var request = BatchGetProfilesRequest.newBuilder();
    request.addSelectorsBuilder().getIdentifierBuilder().setType("email").setValue(email);
    return profiles.batchGetProfiles(request.build()).getFoundList().stream()
        .filter(FoundProfile::hasProfile)
        .map(FoundProfile::getProfile)
        .toList();
  }

  private static Map<String, Value> list(List<Map<String, Value>> found, String next) {
    var page = new LinkedHashMap<String, Value>();
    page.put("data", Values.list(found.stream().map(Values::object).toList()));
    page.put("next_cursor", textOrNull(next));
    return page;
  }
}

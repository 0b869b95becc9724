package io.tidings.gateway.engage;

import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.Defect;
import io.tidings.gateway.json.Values;
import io.tidings.gateway.reject.RejectLog;
import io.tidings.gateway.user.Users;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes what callers tell of users. */
@Singleton
final class UserWriting {
  private static final String EMAIL = "email";

  private final Users users;
  private final Accounts accounts;
  private final Lists lists;
  private final UserReading reading;
  private final RejectLog rejectLog;
  private final EventServiceBlockingStub events;

  UserWriting(
      Users users,
      Accounts accounts,
      Lists lists,
      UserReading reading,
      RejectLog rejectLog,
      ServiceChannels channels) {
    this.users = users;
    this.accounts = accounts;
    this.lists = lists;
    this.reading = reading;
    this.rejectLog = rejectLog;
    this.events = EventServiceGrpc.newBlockingStub(channels.to("event"));
  }

  /**
   * The user as it is afterwards; to who may not read it, only that it was done.
   *
   * @throws Problem when something of it may not be changed, or not like this; nothing is, then
   */
  Map<String, Value> write(Caller caller, String uid, UserBody body) {
    var known = reading.find(uid);
    var account = body.isAccount().orElse(known.isAccount());
    if (!caller.may(Access.ACCESS_SECRET_KEY)) {
      keepKind(known, account);
    }
    var update = users.named(uid);
    body.id()
        .filter(id -> !id.equals(uid) && !id.equals(update.getUserId()))
        .ifPresent(id -> {
          throw Problem.invalid(
              "id", "is '" + id + "', and the path names '" + uid + "'; an id never changes");
        });
    if (account && !body.lists().isEmpty()) {
      throw Problem.invalid("lists", "are of users; an account is on none");
    }
    lists.demand(body.lists());
    if (account) {
      // The attributes first: what may not be told of an account leaves the user as it is.
      accounts.write(update.getUserId(), body.attributes(), kept(caller));
      if (known.isUser()) {
        accounts.makeAccountOf(update.getUserId());
      }
      return told(caller, update.getUserId());
    }
    update.putAllAttributes(body.attributes()).addAllKeep(kept(caller));
    if (known.isAccount()) {
      // Its members are lost by this, so nothing that follows may be refused.
      users.check(update.build(), UserBody::fieldOf);
      accounts.makeUserOf(uid);
    }
    var user = users.write(update.build(), UserBody::fieldOf);
    lists.choose(user.getProfileId(), body.lists());
    return told(caller, uid);
  }

  /** Makes an account of a user, or a user of an account. */
  Map<String, Value> convert(Caller caller, String uid, String type) {
    var account =
        switch (type) {
          case "account" -> true;
          case "customer" -> false;
          default ->
              throw Problem.invalid("type", "is '" + type + "'; allowed are customer and account");
        };
    if (!reading.find(uid).isSomebody()) {
      throw Users.unknown(uid);
    }
    convert(uid, account);
    return told(caller, uid);
  }

  private void convert(String uid, boolean account) {
    if (account) {
      accounts.makeAccountOf(uid);
    } else {
      accounts.makeUserOf(uid);
    }
  }

  /** Makes a user, who is created where not known, a member of accounts. */
  Map<String, Value> addToAccounts(Caller caller, String uid, List<Value> memberOf) {
    accounts.add(member(uid), memberOf);
    return told(caller, uid);
  }

  Map<String, Value> changeRole(Caller caller, String uid, String account, String role) {
    accounts.changeRole(member(uid), account, role);
    return told(caller, uid);
  }

  Map<String, Value> removeFromAccount(Caller caller, String uid, String account) {
    accounts.remove(member(uid), account);
    return told(caller, uid);
  }

  private ProfileSelector member(String uid) {
    if (reading.find(uid).isAccount()) {
      throw Problem.invalid("uid", "'" + uid + "' is an account; users belong to accounts");
    }
    var user = users.write(users.named(uid).build(), UserBody::fieldOf);
    return ProfileSelector.newBuilder().setProfileId(user.getProfileId()).build();
  }

  private Map<String, Value> told(Caller caller, String uid) {
    return caller.may(Access.ACCESS_SECRET_KEY)
        ? reading.one(uid)
        : done(Map.of("uid", Values.text(uid)));
  }

  /** Durable once it returns. */
  Map<String, Value> record(String uid, Event.Builder event) {
    var user = users.write(users.named(uid).build(), UserBody::fieldOf);
    var outcome =
        events
            .recordEvents(
                RecordEventsRequest.newBuilder()
                    .addEvents(event.setProfileId(user.getProfileId()))
                    .setTyping(SourceSettings.current().typing().toWire())
                    .build())
            .getOutcomes(0);
    if (outcome.hasRejected()) {
      throw Problem.invalid(
          EventBody.fieldOf(outcome.getRejected().getField()), outcome.getRejected().getReason());
    }
    rejectLog.addValues(
        outcome.getRecorded().getMessageId(),
        outcome.getRecorded().getIgnoredList().stream()
            .map(
                ignored -> new Defect(EventBody.fieldOf(ignored.getField()), ignored.getReason())));
    return done(Map.of());
  }

  /** What is on a web page for everyone to read must not redirect a user's mail. */
  private static List<String> kept(Caller caller) {
    return caller.may(Access.ACCESS_SECRET_KEY) ? List.of() : List.of(EMAIL);
  }

  private static void keepKind(Known known, boolean account) {
    if (known.isSomebody() && account != known.isAccount()) {
      throw Users.kept(UserBody.IS_ACCOUNT);
    }
  }

  private static Map<String, Value> done(Map<String, Value> more) {
    var done = new LinkedHashMap<String, Value>(more);
    done.put("status", Values.text("ok"));
    return done;
  }
}

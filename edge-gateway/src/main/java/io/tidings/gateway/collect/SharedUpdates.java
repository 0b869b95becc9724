package io.tidings.gateway.collect;

import com.google.protobuf.Timestamp;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ProfileUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/**
 * The updates of a batch. Calls that only name the same user share that of the earliest: where it
 * is taken, all of them are.
 *
 * @param places of the calls' updates among those
 */
record SharedUpdates(List<Call> calls, List<ProfileUpdate> updates, List<Integer> places) {
  private static final Comparator<Timestamp> BY_TIME =
      Comparator.comparingLong(Timestamp::getSeconds).thenComparingInt(Timestamp::getNanos);

  static SharedUpdates of(List<Call> calls) {
    var updates = new ArrayList<ProfileUpdate>();
    var places = new ArrayList<Integer>(calls.size());
    var shared = new HashMap<NamedUser, Integer>();
    for (var call : calls) {
      var update = call.update();
      var next = updates.size();
      var place =
          call.onlyResolves() ? shared.computeIfAbsent(NamedUser.of(update), _ -> next) : next;
      if (place == next) {
        updates.add(update);
      } else if (isLater(updates.get(place), update)) {
        updates.set(place, update);
      }
      places.add(place);
    }
    return new SharedUpdates(calls, updates, places);
  }

  private record NamedUser(String userId, String anonymousId) {
    static NamedUser of(ProfileUpdate update) {
      return new NamedUser(update.getUserId(), update.getAnonymousId());
    }
  }

  /**
   * @param outcomes of the updates
   */
  List<IdentifyOutcome> forEachCall(List<IdentifyOutcome> outcomes) {
    var each = new ArrayList<IdentifyOutcome>(places.size());
    for (var place : places) {
      each.add(outcomes.get(place));
    }
    return each;
  }

  /**
   * The places of calls that share an update which is rejected, and happened later: the user may
   * have been erased in between.
   *
   * @param outcomes of the calls
   */
  List<Integer> leftOpen(List<IdentifyOutcome> outcomes) {
    var open = new ArrayList<Integer>();
    for (var i = 0; i < places.size(); i++) {
      if (outcomes.get(i).hasRejected()
          && isLater(calls.get(i).update(), updates.get(places.get(i)))) {
        open.add(i);
      }
    }
    return open;
  }

  private static boolean isLater(ProfileUpdate one, ProfileUpdate other) {
    return BY_TIME.compare(one.getOccurredAt(), other.getOccurredAt()) > 0;
  }
}

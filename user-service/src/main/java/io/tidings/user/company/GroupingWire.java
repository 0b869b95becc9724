package io.tidings.user.company;

import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.GroupOutcome;
import io.tidings.proto.user.v1.Grouped;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.typing.Typing;
import io.tidings.user.RefusedException;
import io.tidings.user.profile.Identification;
import io.tidings.user.profile.Identified;
import io.tidings.user.profile.Update;
import io.tidings.user.profile.UpdateWire;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Group calls from wire to domain and their outcomes back. */
@Singleton
final class GroupingWire {
  private final Identification identification;
  private final Grouping grouping;
  private final Clock clock;

  GroupingWire(Identification identification, Grouping grouping, Clock clock) {
    this.identification = identification;
    this.grouping = grouping;
    this.clock = clock;
  }

  /** Applies those of the calls that can be; one outcome for each, in their order. */
  List<GroupOutcome> group(String workspaceId, Typing typing, List<GroupCall> calls) {
    Instant now = clock.instant();
    List<Offered> offered = new ArrayList<>(calls.size());
    for (GroupCall call : calls) {
      offered.add(read(call, now));
    }
    List<Valid> valid = new ArrayList<>();
    offered.forEach(it -> {
      if (it instanceof Valid readable) {
        valid.add(readable);
      }
    });
    List<Named> named = named(workspaceId, typing, valid);
    Iterator<Grouping.Outcome> applied =
        grouping
            .group(
                workspaceId,
                typing,
                named.stream().filter(it -> it.rejected() == null).map(Named::call).toList())
            .iterator();
    Iterator<Named> next = named.iterator();
    return offered.stream()
        .map(one ->
            switch (one) {
              case Valid _ -> outcome(next.next(), applied);
              case Refused(var reason) -> rejected(reason);
            })
        .toList();
  }

  private sealed interface Offered {}

  /**
   * @param known the profile, where the caller knows it; else null
   * @param user news of the user, where the caller gives them; else null
   */
  private record Valid(
      @Nullable UUID known, @Nullable Update user, CompanyUpdate company, String role)
      implements Offered {}

  private record Refused(RefusedException reason) implements Offered {}

  private static Offered read(GroupCall wire, Instant now) {
    try {
      CompanyUpdate company = CompanyWire.read(wire.getCompany(), now);
      String role = CompanyWire.role("role", wire.getRole());
      return switch (wire.getMemberCase()) {
        case PROFILE_ID -> new Valid(profileId(wire.getProfileId()), null, company, role);
        case UPDATE -> new Valid(null, UpdateWire.read(wire.getUpdate(), now), company, role);
        case MEMBER_NOT_SET ->
            throw new RefusedException(
                "member", "nobody is named who becomes a member; give profile_id or update");
      };
    } catch (RefusedException e) {
      return new Refused(e);
    }
  }

  private static UUID profileId(String text) throws RefusedException {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw new RefusedException(
          "profile_id",
          "profile_id %s is no id of a profile; give the one that IdentifyBatch answered"
              .formatted(RefusedException.quoted(text)));
    }
  }

  /**
   * A call whose user is known.
   *
   * @param rejected why the news of the user were not applied, and so the call is not; else null
   */
  private record Named(Grouping.Call call, @Nullable Rejected rejected) {}

  /** The calls with the profiles of their users, those who are not known yet created. */
  private List<Named> named(String workspaceId, Typing typing, List<Valid> valid) {
    List<Update> updates = new ArrayList<>();
    valid.forEach(call -> {
      if (call.user() != null) {
        updates.add(call.user());
      }
    });
    Iterator<Identified> identified =
        identification.identify(workspaceId, typing, updates).iterator();
    List<Named> named = new ArrayList<>(valid.size());
    for (Valid call : valid) {
      Identified user = call.user() == null ? null : identified.next();
      UUID profileId = user == null ? call.known() : user.profileId();
      named.add(
          new Named(new Grouping.Call(profileId, call.company(), call.role()), rejected(user)));
    }
    return named;
  }

  private static GroupOutcome outcome(Named named, Iterator<Grouping.Outcome> applied) {
    Rejected rejected = named.rejected();
    return rejected != null
        ? GroupOutcome.newBuilder().setRejected(rejected).build()
        : outcome(applied.next());
  }

  private static GroupOutcome outcome(Grouping.Outcome outcome) {
    return switch (outcome) {
      case Grouping.Outcome.UnknownUser() ->
          rejected(
              new RefusedException(
                  "profile_id",
                  "no profile of this workspace has that id; identify the user first"));
      case Grouping.Outcome.Kept(var reason) ->
          GroupOutcome.newBuilder().setRejected(CompanyWire.kept(reason)).build();
      case Grouping.Outcome.Applied(var company, var created, var membership, var ignored) ->
          GroupOutcome.newBuilder()
              .setGrouped(
                  Grouped.newBuilder()
                      .setCompanyId(company.id().toString())
                      .setProfileId(membership == null ? "" : membership.profileId().toString())
                      .setCreated(created)
                      .addAllIgnored(CompanyWire.toWire(ignored)))
              .build();
    };
  }

  private static @Nullable Rejected rejected(@Nullable Identified user) {
    if (user == null || user.refusal() == null) {
      return null;
    }
    return CompanyWire.rejected(user.refusal()).setKept(user.isKept()).build();
  }

  private static GroupOutcome rejected(RefusedException reason) {
    return GroupOutcome.newBuilder().setRejected(CompanyWire.rejected(reason)).build();
  }
}

package io.tidings.gateway.user;

import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.Defect;
import io.tidings.gateway.reject.RejectLog;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.Identified;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.rpc.ServiceChannels;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Finds and writes users at user-service. */
@Singleton
public final class Users {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int MAX_ID = 255;

  private final ProfileServiceBlockingStub profiles;
  private final RejectLog rejectLog;

  Users(ServiceChannels channels, RejectLog rejectLog) {
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
    this.rejectLog = rejectLog;
  }

  /** By the customer's id, or else by the platform's own. */
  public Optional<Profile> find(String uid) {
    if (uid.isEmpty() || uid.codePointCount(0, uid.length()) > MAX_ID) {
      return Optional.empty();
    }
    var request = BatchGetProfilesRequest.newBuilder();
    request.addSelectorsBuilder().setUserId(uid);
    if (UUID_TEXT.matcher(uid).matches()) {
      request.addSelectorsBuilder().setProfileId(uid);
    }
    return profiles.batchGetProfiles(request.build()).getFoundList().stream()
        .filter(found -> found.hasProfile())
        .map(found -> found.getProfile())
        .findFirst();
  }

  public static Problem unknown(String uid) {
    return new Problem(ErrorCode.NOT_FOUND, "there is no user '" + uid + "' in this workspace");
  }

  /** What the caller's key may set but not change. */
  public static Problem kept(String field) {
    return new Problem(
        ErrorCode.PERMISSION_ERROR,
        field + ": has another value, which only a secret key may change; send public:secret");
  }

  public Profile byProfileId(String profileId) {
    return profiles
        .getProfile(
            GetProfileRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setProfileId(profileId))
                .build())
        .getProfile();
  }

  /**
   * An update that names the user. Where only the platform's own id leads to somebody, it names
   * that one by what the customer calls it.
   */
  public ProfileUpdate.Builder named(String uid) {
    var update = ProfileUpdate.newBuilder();
    if (!UUID_TEXT.matcher(uid).matches()) {
      return update.setUserId(uid);
    }
    var profile = find(uid);
    if (profile.isEmpty() || !profile.get().getUserId().isEmpty()) {
      return update.setUserId(profile.map(Profile::getUserId).orElse(uid));
    }
    return update.setAnonymousId(
        profile.get().getIdentifiersList().stream()
            .filter(identifier -> identifier.getType().equals("anonymous_id"))
            .map(Identifier::getValue)
            .findFirst()
            .orElseThrow(() ->
                Problem.invalid(
                    "id", "leads to a profile that has neither user id nor anonymous id")));
  }

  /**
   * Whether the update can be written, as far as that can be told beforehand; nothing is.
   *
   * @param names what the dialect calls a field of the update
   * @throws Problem naming the field that would be refused
   */
  public void check(ProfileUpdate update, UnaryOperator<String> names) {
    demandTaken(
        profiles
            .checkBatch(
                CheckBatchRequest.newBuilder()
                    .addUpdates(update)
                    .setTyping(SourceSettings.current().typing().toWire())
                    .build())
            .getOutcomes(0),
        names);
  }

  /**
   * Writes durably. What nobody defined is typed as the key says with which the call came; values
   * that are not of their attribute's type are left out and on record as rejected.
   *
   * @param names what the dialect calls a field of the update
   * @throws Problem naming the field that is refused: 403 where the update itself keeps the value
   */
  public Identified write(ProfileUpdate update, UnaryOperator<String> names) {
    var outcome =
        profiles
            .identifyBatch(
                IdentifyBatchRequest.newBuilder()
                    .addUpdates(update)
                    .setTyping(SourceSettings.current().typing().toWire())
                    .build())
            .getOutcomes(0);
    demandTaken(outcome, names);
    var identified = outcome.getIdentified();
    rejectLog.addValues(
        "",
        identified.getIgnoredList().stream()
            .map(ignored -> new Defect(names.apply(ignored.getField()), ignored.getReason())));
    return identified;
  }

  private static void demandTaken(IdentifyOutcome outcome, UnaryOperator<String> names) {
    if (outcome.hasRejected()) {
      var rejected = outcome.getRejected();
      if (rejected.getKept()) {
        throw kept(names.apply(rejected.getField()));
      }
      throw Problem.invalid(names.apply(rejected.getField()), rejected.getReason());
    }
  }
}

package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.ListProfilesRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@MicronautTest(transactional = false)
class BadInputTest extends ProfileServiceTest {
  private static final Timestamp NO_TIME =
      Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
  private static final String NO_TIME_WORDS =
      "9223372036854775807 seconds and 0 nanoseconds are no time between the years 1 and 9999";

  private final String workspace = newWorkspace();

  static Stream<Arguments> badUpdates() {
    return Stream.of(
        Arguments.of(
            ProfileUpdate.newBuilder(),
            "user_id",
            "neither user_id nor anonymous_id is given; give at least one"),
        Arguments.of(
            user("x".repeat(256)),
            "user_id",
            "user_id '" + "x".repeat(100) + "…' is longer than 255 characters"),
        Arguments.of(
            user("bad")
                .putAttributes("device_token", text("t"))
                .putAttributes("device_platform", text("windows")),
            "attributes.device_platform",
            "device_platform 'windows' is not known; it is ios or android"),
        Arguments.of(
            user("bad").putAttributes("device_platform", text("windows")),
            "attributes.device_platform",
            "device_platform 'windows' is not known; it is ios or android"),
        Arguments.of(
            user("bad").putAttributes("device_token", text("t")),
            "attributes.device_platform",
            "device_token came without device_platform; give ios or android with it"),
        Arguments.of(
            user("bad").addDevices(device("t", "ios")).addDevices(device("t", "windows")),
            "devices[1].platform",
            "device_platform 'windows' is not known; it is ios or android"),
        Arguments.of(
            user("bad").addDevices(device(" ", "ios")),
            "devices[0].token",
            "a device_token has 1 to 4096 characters that are not all blank, none of them NUL; this"
                + " one has 1"),
        Arguments.of(
            user("bad").putAttributes("phone", text("08012")).putAttributes("plan", text("gold")),
            "attributes.phone",
            "phone '08012' is not a phone number in international format, like +2348012345678"),
        Arguments.of(
            user("bad").putAttributes("email", text("ada@")).putAttributes("plan", text("gold")),
            "attributes.email",
            "email 'ada@' is not an e-mail address, like ada@example.com"),
        Arguments.of(
            user("bad").putAttributes("user_id", text("other")),
            "attributes.user_id",
            "user_id never changes and is no attribute; leave it out of the attributes, and name"
                + " the user by it in user_id"),
        Arguments.of(
            user("bad").putAttributes("usage", number(Double.POSITIVE_INFINITY)),
            "attributes.usage",
            "usage 'Infinity' is not a finite number"),
        Arguments.of(
            user("bad").putAttributes("note", text("\0")),
            "attributes.note",
            "attributes.note contains a NUL character, which no text may"),
        Arguments.of(
            user("bad").putAttributes("o", object("a".repeat(256))),
            "attributes.o",
            "the name inside o '" + "a".repeat(100) + "…' is longer than 255 characters"),
        Arguments.of(
            user("bad").setPageViews(1),
            "message_id",
            "page_views is counted once per message_id, and none is given; give one"),
        Arguments.of(user("bad").setOccurredAt(NO_TIME), "occurred_at", NO_TIME_WORDS),
        Arguments.of(
            user("bad").putAttributes("joined", Value.newBuilder().setDateTime(NO_TIME).build()),
            "attributes.joined",
            NO_TIME_WORDS));
  }

  @ParameterizedTest
  @MethodSource("badUpdates")
  void refusesAnUpdateWhollyNamingTheField(ProfileUpdate.Builder bad, String field, String reason) {
    StatusRuntimeException refusal = refusalOf(() -> identify(workspace, bad));

    assertThat(violations(refusal))
        .containsExactly(
            BadRequest.FieldViolation.newBuilder()
                .setField("update." + field)
                .setDescription(reason)
                .build());
    assertNobodyIsKnownAs("bad");
  }

  @ParameterizedTest
  @MethodSource("badUpdates")
  void refusesThatItemOfABatchAlone(ProfileUpdate.Builder bad, String field, String reason) {
    String good = "good-" + System.nanoTime();
    var outcomes =
        identifyAll(workspace, user(good), bad, user(good).putAttributes("plan", text("gold")));

    assertThat(outcomes.get(1).getRejected().getField()).isEqualTo(field);
    assertThat(outcomes.get(1).getRejected().getReason()).isEqualTo(reason);
    assertThat(texts(profileOfUser(workspace, good))).containsEntry("plan", "gold");
    assertNobodyIsKnownAs("bad");
  }

  @Test
  void refusesWhatIsBeyondTheLimits() {
    ProfileUpdate.Builder many = user("bad");
    for (int i = 0; i < 2001; i++) {
      many.putAttributes("attribute " + i, number(i));
    }
    ProfileUpdate.Builder devices = user("bad");
    for (int i = 0; i < 6; i++) {
      devices.addDevices(device("t" + i, "ios"));
    }
    ProfileUpdate.Builder identifiers = user("bad");
    for (int i = 0; i < 21; i++) {
      identifiers.addIdentifiersBuilder().setType("crm").setValue("c" + i);
    }
    var outcomes =
        identifyAll(
            workspace,
            many,
            devices,
            identifiers,
            user("bad").setMessageId("m".repeat(101)),
            user("bad").setPageViews(-1));

    assertThat(outcomes)
        .extracting(outcome -> outcome.getRejected().getReason())
        .containsExactly(
            "attributes: 2001 were offered, at most 2000 are taken",
            "devices: 6 were offered, at most 5 are taken",
            "identifiers: 21 were offered, at most 20 are taken",
            "message_id has 101 characters, at most 100 are taken",
            "page_views is -1; views are added, never taken");
    assertThat(Status.fromThrowable(refusalOf(() -> identify(workspace, many))).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void takesWhatIsAtTheLimits() {
    ProfileUpdate.Builder many = user("limit").addDevices(device("🎉".repeat(2048), "ios"));
    for (int i = 0; i < 2000; i++) {
      many.putAttributes("attribute " + i, number(i));
    }
    many.addIdentifiersBuilder().setType("🎉".repeat(100)).setValue("🎉".repeat(512));

    assertThat(identify(workspace, many).getProfile().getAttributesCount()).isEqualTo(2000);
    assertThat(profileKnownBy(workspace, "🎉".repeat(100), "🎉".repeat(512)).getUserId())
        .isEqualTo("limit");
  }

  @Test
  void refusesAnEmptyAndAnOversizeBatch() {
    IdentifyBatchRequest.Builder oversize = IdentifyBatchRequest.newBuilder();
    for (int i = 0; i < 2501; i++) {
      oversize.addUpdates(user("bad"));
    }

    for (var request : List.of(IdentifyBatchRequest.getDefaultInstance(), oversize.build())) {
      assertThat(violations(refusalOf(() -> service(workspace).identifyBatch(request))))
          .extracting(BadRequest.FieldViolation::getField)
          .containsExactly("updates");
    }
    assertNobodyIsKnownAs("bad");
  }

  @Test
  void refusesQuestionsThatCannotBeAnswered() {
    assertThat(violations(refusalOf(() -> profile(workspace, ProfileSelector.newBuilder()))))
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("selector.by");
    assertThat(
            violations(
                refusalOf(
                    () -> profile(workspace, ProfileSelector.newBuilder().setProfileId("42")))))
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("selector.profile_id");
    assertThat(
            violations(
                refusalOf(() ->
                    service(workspace)
                        .listProfiles(ListProfilesRequest.newBuilder().setPageToken("?").build()))))
        .containsExactly(
            BadRequest.FieldViolation.newBuilder()
                .setField("page_token")
                .setDescription(
                    "page_token '?' was not given out here; give next_page_token of the page"
                        + " before")
                .build());
    assertThat(
            violations(
                refusalOf(() ->
                    service(workspace)
                        .batchGetProfiles(BatchGetProfilesRequest.getDefaultInstance()))))
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("selectors");
  }

  @Test
  void refusesACallWithoutCredentials() {
    StatusRuntimeException refusal =
        refusalOf(() ->
            ProfileServiceGrpc.newBlockingStub(connection())
                .identify(IdentifyRequest.newBuilder().setUpdate(user("bad")).build()));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private static Value object(String name) {
    Value.Builder object = Value.newBuilder();
    object.getObjectBuilder().putValues(name, number(1));
    return object.build();
  }

  private void assertNobodyIsKnownAs(String userId) {
    assertThat(refusalOf(() -> profileOfUser(workspace, userId)).getStatus().getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  private static StatusRuntimeException refusalOf(Runnable call) {
    StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }

  private static List<BadRequest.FieldViolation> violations(StatusRuntimeException refusal) {
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    var status = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
    try {
      return status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}

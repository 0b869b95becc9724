package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.Attribute;
import io.tidings.proto.user.v1.AttributeServiceGrpc;
import io.tidings.proto.user.v1.AttributeServiceGrpc.AttributeServiceBlockingStub;
import io.tidings.proto.user.v1.AttributeSubject;
import io.tidings.proto.user.v1.ChangeAttributeTypeRequest;
import io.tidings.proto.user.v1.DefineAttributeRequest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.IdentifyResponse;
import io.tidings.proto.user.v1.ListAttributesRequest;
import io.tidings.proto.user.v1.ListAttributesResponse;
import io.tidings.proto.user.v1.PreviewAttributeTypeRequest;
import io.tidings.proto.user.v1.PreviewAttributeTypeResponse;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Attributes get types, and values are brought to them. */
@MicronautTest(transactional = false)
class TypedAttributesTest extends ProfileServiceTest {
  private static final int LIMIT = 20;

  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.schema.refresh", "100ms", "tidings.schema.names-per-scope", "" + LIMIT);
  }

  @Test
  @DisplayName(
      "behaviours 36 and 37: a trait that nobody defined becomes an attribute of its value's own"
          + " type")
  void infersTheTypeOfTheFirstValue() {
    String inferring = newWorkspace();
    identify(
        inferring,
        user("u1")
            .putAttributes("plan", text("gold"))
            .putAttributes("age", number(36))
            .putAttributes("vip", Value.newBuilder().setBoolean(true).build())
            .putAttributes("since", Value.newBuilder().setDateTime(second(1)).build())
            .putAttributes("tags", list("a"))
            .putAttributes("nothing", Value.getDefaultInstance())
            .putAttributes("firstName", text("Ada")));

    assertThat(types(inferring))
        .isEqualTo(
            Map.of(
                "plan", ValueType.VALUE_TYPE_STRING,
                "age", ValueType.VALUE_TYPE_NUMBER,
                "vip", ValueType.VALUE_TYPE_BOOLEAN,
                "since", ValueType.VALUE_TYPE_DATE_TIME,
                "tags", ValueType.VALUE_TYPE_LIST));
  }

  @Test
  @DisplayName(
      "behaviour 39: with string typing, 123 stays a number where it is one, and 999 becomes a"
          + " text")
  void keepsToWhatIsDefinedAndMakesTheRestText() {
    define(workspace, "custom_integer", ValueType.VALUE_TYPE_NUMBER);
    IdentifyResponse response =
        identifyTyped(
            Typing.TYPING_STRING,
            user("u39")
                .putAttributes("custom_integer", text("123"))
                .putAttributes("custom_integer_new", number(999)));

    assertThat(response.getProfile().getAttributesMap())
        .isEqualTo(Map.of("custom_integer", number(123), "custom_integer_new", text("999")));
    assertThat(response.getIgnoredList()).isEmpty();
    assertThat(types(workspace)).containsEntry("custom_integer_new", ValueType.VALUE_TYPE_STRING);
  }

  @Test
  @DisplayName(
      "behaviour 38: what cannot be converted is ignored, the old value stays, the rest is applied")
  void ignoresWhatCannotBeConverted() {
    define(workspace, "score", ValueType.VALUE_TYPE_NUMBER);
    identify(workspace, user("u38").putAttributes("score", text("7")));
    IdentifyResponse response =
        identify(
            workspace,
            user("u38").putAttributes("score", text("high")).putAttributes("city", text("Lagos")));

    assertThat(response.getProfile().getAttributesMap())
        .isEqualTo(Map.of("score", number(7), "city", text("Lagos")));
    assertThat(response.getIgnoredList())
        .containsExactly(rejected("attributes.score", "score 'high' is not a number, like 12.5"));
  }

  @Test
  @DisplayName("behaviour 38: in a batch, each update says what of it was ignored")
  void namesWhatIsIgnoredInTheOutcomeOfEachUpdate() {
    define(workspace, "level", ValueType.VALUE_TYPE_BOOLEAN);
    List<IdentifyOutcome> outcomes =
        identifyAll(
            workspace,
            user("b1").putAttributes("level", text("true")),
            user("b2").putAttributes("level", text("perhaps")),
            ProfileUpdate.newBuilder(),
            user("b3").putAttributes("level", list("true")).putAttributes("city", text("Kano")));

    assertThat(outcomes.get(0).getIdentified().getIgnoredList()).isEmpty();
    assertThat(outcomes.get(1).getIdentified().getIgnoredList())
        .containsExactly(rejected("attributes.level", "level 'perhaps' is not true or false"));
    assertThat(outcomes.get(2).hasRejected()).isTrue();
    assertThat(outcomes.get(3).getIdentified().getIgnoredList())
        .containsExactly(rejected("attributes.level", "level '[\"true\"]' is not true or false"));
    assertThat(profileOfUser(workspace, "b1").getAttributesOrThrow("level").getBoolean()).isTrue();
    assertThat(texts(profileOfUser(workspace, "b3"))).isEqualTo(Map.of("city", "Kano"));
  }

  @Test
  @DisplayName("behaviour 37: within a batch the first value decides")
  void theFirstValueOfABatchDecides() {
    String fresh = newWorkspace();
    identifyAll(
        fresh,
        user("f1").putAttributes("size", text("12")),
        user("f2").putAttributes("size", number(13)));

    assertThat(texts(profileOfUser(fresh, "f2"))).isEqualTo(Map.of("size", "13"));
  }

  @Test
  void stringTypingHoldsForBatchesToo() {
    String fresh = newWorkspace();
    service(fresh)
        .identifyBatch(
            IdentifyBatchRequest.newBuilder()
                .setTyping(Typing.TYPING_STRING)
                .addUpdates(user("s1").putAttributes("size", number(13)))
                .build());

    assertThat(texts(profileOfUser(fresh, "s1"))).isEqualTo(Map.of("size", "13"));
  }

  @Test
  void anAttributeIsRemovedWhateverItsType() {
    define(workspace, "weight", ValueType.VALUE_TYPE_NUMBER);
    identify(workspace, user("r1").putAttributes("weight", number(70)));
    IdentifyResponse response =
        identify(workspace, user("r1").putAttributes("weight", Value.getDefaultInstance()));

    assertThat(response.getProfile().getAttributesMap()).isEmpty();
    assertThat(response.getIgnoredList()).isEmpty();
  }

  @Test
  void attributesBeyondTheLimitAreIgnoredWithAReason() {
    String crowded = newWorkspace();
    ProfileUpdate.Builder update = user("c1");
    for (int i = 1; i <= LIMIT; i++) {
      update.putAttributes("a" + i, text("x"));
    }
    assertThat(identify(crowded, update).getIgnoredList()).isEmpty();

    IdentifyResponse response =
        identify(
            crowded,
            user("c1").putAttributes("one_more", text("x")).putAttributes("a1", text("y")));

    assertThat(response.getIgnoredList())
        .containsExactly(
            rejected(
                "attributes.one_more",
                "'one_more' is not defined, and 20 attributes are already, which is as many as"
                    + " there may be"));
    assertThat(texts(response.getProfile())).hasSize(LIMIT).containsEntry("a1", "y");
    assertThat(
            refusal(() -> define(crowded, "one_more", ValueType.VALUE_TYPE_STRING))
                .getDescription())
        .contains("20 attributes are defined");
  }

  @Test
  @DisplayName("behaviour 40: attributes are defined ahead and listed, page by page")
  void definesAndLists() {
    String fresh = newWorkspace();
    Attribute defined = define(fresh, "b", ValueType.VALUE_TYPE_DATE_TIME);
    define(fresh, "a", ValueType.VALUE_TYPE_OBJECT);
    define(fresh, "c", ValueType.VALUE_TYPE_LIST);
    assertThat(define(fresh, "b", ValueType.VALUE_TYPE_DATE_TIME)).isEqualTo(defined);

    ListAttributesResponse first = list(fresh, 2, "");
    ListAttributesResponse second = list(fresh, 2, first.getNextPageToken());

    assertThat(first.getAttributesList()).extracting(Attribute::getName).containsExactly("a", "b");
    assertThat(first.getAttributesList()).contains(defined);
    assertThat(second.getAttributesList()).extracting(Attribute::getName).containsExactly("c");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(list(newWorkspace(), 0, "").getAttributesList()).as("another workspace's").isEmpty();
  }

  @Test
  @DisplayName("behaviour 49: companies have a schema of their own")
  void definesForCompanies() {
    attributes(workspace)
        .defineAttribute(
            DefineAttributeRequest.newBuilder()
                .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_COMPANY)
                .setName("industry")
                .setType(ValueType.VALUE_TYPE_STRING)
                .build());

    assertThat(types(workspace)).doesNotContainKey("industry");
  }

  @Test
  void refusesToDefineWhatHasATypeAlready() {
    define(workspace, "plan", ValueType.VALUE_TYPE_STRING);

    assertThat(
            refusal(() -> define(workspace, "plan", ValueType.VALUE_TYPE_NUMBER)).getDescription())
        .contains("'plan' is defined as string; change its type instead of defining it as number");
    for (String standard : List.of("email", "firstName", "user_id", "email_domain", "page_views")) {
      assertThat(
              refusal(() -> define(workspace, standard, ValueType.VALUE_TYPE_STRING))
                  .getDescription())
          .contains(standard + " is a standard attribute and has a type of its own");
    }
    assertThat(
            refusal(() -> define(workspace, "x".repeat(256), ValueType.VALUE_TYPE_STRING))
                .getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(define(workspace, "x".repeat(255), ValueType.VALUE_TYPE_STRING).getName())
        .hasSize(255);
  }

  @Test
  @DisplayName(
      "behaviour 40: a change of a type shows beforehand what cannot be converted, and then"
          + " converts")
  void changesATypeWithAPreview() {
    String changing = newWorkspace();
    identify(changing, user("t1").putAttributes("age", text("36")));
    identify(changing, user("t2").putAttributes("age", text("about 40")));
    identify(changing, user("t3").putAttributes("age", text("Ada's age")));
    identify(changing, user("t4").putAttributes("city", text("Lagos")));

    PreviewAttributeTypeResponse preview =
        attributes(changing)
            .previewAttributeType(
                PreviewAttributeTypeRequest.newBuilder()
                    .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER)
                    .setName("age")
                    .setType(ValueType.VALUE_TYPE_NUMBER)
                    .build());
    assertThat(preview.getHolderCount()).isEqualTo(3);
    assertThat(preview.getInconvertibleCount()).isEqualTo(2);
    assertThat(preview.getInconvertibleShapesList()).containsExactly("aaa'a aaa", "aaaaa 99");
    assertThat(types(changing)).containsEntry("age", ValueType.VALUE_TYPE_STRING);

    Profile before = profileOfUser(changing, "t1");
    Attribute changed =
        attributes(changing)
            .changeAttributeType(change("age", ValueType.VALUE_TYPE_NUMBER))
            .getAttribute();
    assertThat(changed.getType()).isEqualTo(ValueType.VALUE_TYPE_NUMBER);
    assertThat(changed.getConverting()).isTrue();

    await()
        .untilAsserted(() ->
            assertThat(profileOfUser(changing, "t1").getAttributesOrThrow("age"))
                .isEqualTo(number(36)));
    assertThat(profileOfUser(changing, "t1").getVersion()).isGreaterThan(before.getVersion());
    assertThat(profileOfUser(changing, "t2").getAttributesOrThrow("age"))
        .as("stays as it is")
        .isEqualTo(text("about 40"));
    await()
        .untilAsserted(() ->
            assertThat(list(changing, 0, "").getAttributesList())
                .noneMatch(Attribute::getConverting));
    assertThat(
            identify(changing, user("t2").putAttributes("age", text("41")))
                .getProfile()
                .getAttributesOrThrow("age"))
        .isEqualTo(number(41));
  }

  @Test
  void nothingIsKnownOfAnAttributeThatNobodyDefined() {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                attributes(workspace)
                    .changeAttributeType(change("unheard_of", ValueType.VALUE_TYPE_NUMBER)));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private IdentifyResponse identifyTyped(Typing typing, ProfileUpdate.Builder update) {
    return service(workspace)
        .identify(IdentifyRequest.newBuilder().setUpdate(update).setTyping(typing).build());
  }

  private Attribute define(String workspaceId, String name, ValueType type) {
    return attributes(workspaceId)
        .defineAttribute(
            DefineAttributeRequest.newBuilder()
                .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER)
                .setName(name)
                .setType(type)
                .build())
        .getAttribute();
  }

  private Map<String, ValueType> types(String workspaceId) {
    return list(workspaceId, 0, "").getAttributesList().stream()
        .collect(java.util.stream.Collectors.toMap(Attribute::getName, Attribute::getType));
  }

  private ListAttributesResponse list(String workspaceId, int size, String token) {
    return attributes(workspaceId)
        .listAttributes(
            ListAttributesRequest.newBuilder()
                .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }

  private AttributeServiceBlockingStub attributes(String workspaceId) {
    return AttributeServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  private static ChangeAttributeTypeRequest change(String name, ValueType type) {
    return ChangeAttributeTypeRequest.newBuilder()
        .setSubject(AttributeSubject.ATTRIBUTE_SUBJECT_USER)
        .setName(name)
        .setType(type)
        .build();
  }

  private static Status refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    return failure.getStatus();
  }

  private static Rejected rejected(String field, String reason) {
    return Rejected.newBuilder().setField(field).setReason(reason).build();
  }

  private static Value list(String text) {
    Value.Builder list = Value.newBuilder();
    list.getListBuilder().addValues(text(text));
    return list.build();
  }
}

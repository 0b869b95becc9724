package io.tidings.event.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.event.v1.ChangePropertyTypeRequest;
import io.tidings.proto.event.v1.DefineEventRequest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventDefinition;
import io.tidings.proto.event.v1.EventDefinitionServiceGrpc;
import io.tidings.proto.event.v1.EventDefinitionServiceGrpc.EventDefinitionServiceBlockingStub;
import io.tidings.proto.event.v1.EventProperty;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.ListEventDefinitionsRequest;
import io.tidings.proto.event.v1.ListEventDefinitionsResponse;
import io.tidings.proto.event.v1.ListEventPropertiesRequest;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.event.v1.PropertyDefinition;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.proto.event.v1.RecordEventResponse;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.event.v1.RecordOutcome;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueType;
import io.tidings.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Events and their properties get types, and values are brought to them. */
@MicronautTest(transactional = false)
class DefinitionTest extends ServiceTest {
  private static final int LIMIT = 10;

  private final UUID ada = UUID.randomUUID();
  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.schema.names-per-scope", "" + LIMIT);
  }

  @Test
  @DisplayName(
      "behaviours 45 and 37: an unknown event is defined on first sight, with the types of its"
          + " properties")
  void definesAnEventOnFirstSight() {
    record(
        Typing.TYPING_UNSPECIFIED,
        event("Order Completed")
            .putProperties("amount", number(12.5))
            .putProperties("currency", text("EUR"))
            .putProperties("nothing", Value.getDefaultInstance()));

    assertThat(names(list(workspace, 0, ""))).contains("Order Completed");
    assertThat(types("Order Completed"))
        .isEqualTo(
            Map.of(
                "amount", ValueType.VALUE_TYPE_NUMBER,
                "currency", ValueType.VALUE_TYPE_STRING));
  }

  @Test
  @DisplayName("behaviours 45, 38 and 39: values are converted to the types of their properties")
  void convertsToWhatIsDefined() {
    define("Paid", property("amount", ValueType.VALUE_TYPE_NUMBER));
    List<EventRejected> ignored =
        record(
            Typing.TYPING_STRING,
            event("Paid").putProperties("amount", text("123")).putProperties("count", number(999)));

    assertThat(ignored).isEmpty();
    assertThat(recorded("Paid").getPropertiesMap())
        .isEqualTo(Map.of("amount", number(123), "count", text("999")));
  }

  @Test
  @DisplayName(
      "behaviours 45 and 38: what cannot be converted is ignored and named, the rest is recorded")
  void ignoresWhatCannotBeConverted() {
    define("Rated", property("stars", ValueType.VALUE_TYPE_NUMBER));
    List<RecordOutcome> outcomes =
        events(workspace)
            .recordEvents(
                RecordEventsRequest.newBuilder()
                    .addEvents(event("Rated").putProperties("stars", number(5)))
                    .addEvents(Event.newBuilder())
                    .addEvents(
                        event("Rated")
                            .setMessageId("rated-2")
                            .putProperties("stars", text("many"))
                            .putProperties("by", text("app")))
                    .build())
            .getOutcomesList();

    assertThat(outcomes.get(0).getRecorded().getIgnoredList()).isEmpty();
    assertThat(outcomes.get(1).hasRejected()).isTrue();
    assertThat(outcomes.get(2).getRecorded().getIgnoredList())
        .containsExactly(
            EventRejected.newBuilder()
                .setField("properties.stars")
                .setReason("stars 'many' is not a number, like 12.5")
                .build());
    assertThat(all("Rated"))
        .filteredOn(event -> event.getMessageId().equals("rated-2"))
        .singleElement()
        .satisfies(
            event -> assertThat(event.getPropertiesMap()).isEqualTo(Map.of("by", text("app"))));
  }

  @Test
  void saysSoOfAnEventThatComesAloneToo() {
    define("Scored", property("points", ValueType.VALUE_TYPE_BOOLEAN));
    RecordEventResponse response =
        events(workspace)
            .recordEvent(
                RecordEventRequest.newBuilder()
                    .setEvent(event("Scored").putProperties("points", number(2)))
                    .build());

    assertThat(response.getIgnoredList())
        .extracting(EventRejected::getReason)
        .containsExactly("points '2' is not true or false");
  }

  @Test
  @DisplayName(
      "behaviour 40: events are defined ahead, listed page by page, and their properties changed")
  void definesListsAndChanges() {
    String fresh = newWorkspace();
    for (String name : List.of("c", "a", "b")) {
      definitions(fresh).defineEvent(DefineEventRequest.newBuilder().setName(name).build());
    }
    ListEventDefinitionsResponse first = list(fresh, 2, "");
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(list(fresh, 2, first.getNextPageToken()))).containsExactly("c");
    assertThat(list(newWorkspace(), 0, "").getEventsList()).as("another workspace's").isEmpty();

    EventDefinition defined = define("Moved", property("to", ValueType.VALUE_TYPE_STRING));
    assertThat(define("Moved", property("from", ValueType.VALUE_TYPE_STRING))).isEqualTo(defined);
    EventProperty changed =
        definitions(workspace)
            .changePropertyType(change("Moved", "to", ValueType.VALUE_TYPE_DATE_TIME))
            .getProperty();
    assertThat(changed.getType()).isEqualTo(ValueType.VALUE_TYPE_DATE_TIME);
    assertThat(types("Moved"))
        .isEqualTo(
            Map.of("from", ValueType.VALUE_TYPE_STRING, "to", ValueType.VALUE_TYPE_DATE_TIME));

    record(Typing.TYPING_INFER, event("Moved").putProperties("to", text("2026-03-01")));
    assertThat(recorded("Moved").getPropertiesOrThrow("to").getDateTime().getSeconds())
        .isEqualTo(1_772_323_200L);
  }

  @Test
  void refusesASecondType() {
    define("Sized", property("size", ValueType.VALUE_TYPE_STRING));

    assertThat(
            refusal(() -> define("Sized", property("size", ValueType.VALUE_TYPE_NUMBER)))
                .getDescription())
        .contains("property 'size' is defined as string; change its type instead");
    assertThat(
            refusal(() ->
                    define(
                        "Sized",
                        property("a", ValueType.VALUE_TYPE_NUMBER),
                        property("a", ValueType.VALUE_TYPE_NUMBER)))
                .getDescription())
        .contains("property 'a' is given twice");
    assertThat(refusal(() -> define(" ")).getDescription()).contains("a name is not blank");
  }

  @Test
  void knowsNothingOfWhatNobodyDefined() {
    assertThat(
            catchThrowableOfType(StatusRuntimeException.class, () -> types("Unheard Of"))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            catchThrowableOfType(
                    StatusRuntimeException.class,
                    () ->
                        definitions(workspace)
                            .changePropertyType(
                                change("Unheard\0Of", "a", ValueType.VALUE_TYPE_LIST)))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void propertiesBeyondTheLimitAreIgnoredWithAReason() {
    Event.Builder crowded = event("Crowded");
    for (int i = 1; i <= LIMIT; i++) {
      crowded.putProperties("p" + i, text("x"));
    }
    assertThat(record(Typing.TYPING_INFER, crowded)).isEmpty();

    assertThat(
            record(
                Typing.TYPING_INFER,
                event("Crowded")
                    .putProperties("one_more", text("x"))
                    .putProperties("p1", text("y"))))
        .singleElement()
        .satisfies(ignored -> {
          assertThat(ignored.getField()).isEqualTo("properties.one_more");
          assertThat(ignored.getReason()).contains("one_more is not defined");
        });
  }

  @Test
  void anEventBeyondTheLimitIsRecordedAsItComes() {
    String crowded = newWorkspace();
    for (int i = 1; i <= LIMIT + 1; i++) {
      events(crowded)
          .recordEvent(
              RecordEventRequest.newBuilder()
                  .setEvent(event("Event " + i).putProperties("n", number(i)))
                  .setTyping(Typing.TYPING_STRING)
                  .build());
    }

    assertThat(list(crowded, 0, "").getEventsCount()).isEqualTo(LIMIT);
    ListEventsRequest.Builder last = ListEventsRequest.newBuilder();
    last.getFilterBuilder().addNames("Event " + (LIMIT + 1));
    assertThat(events(crowded).listEvents(last.build()).getEvents(0).getPropertiesMap())
        .isEqualTo(Map.of("n", number(LIMIT + 1)));
  }

  @Test
  void aNameThatNoTableHoldsStaysAsItCame() {
    assertThat(record(Typing.TYPING_INFER, event("Odd").putProperties("a\0b", text("x"))))
        .isEmpty();
    assertThat(recorded("Odd").getPropertiesMap()).isEqualTo(Map.of("a\0b", text("x")));
  }

  private List<EventRejected> record(Typing typing, Event.Builder event) {
    return events(workspace)
        .recordEvents(RecordEventsRequest.newBuilder().addEvents(event).setTyping(typing).build())
        .getOutcomes(0)
        .getRecorded()
        .getIgnoredList();
  }

  private Event recorded(String name) {
    return all(name).getFirst();
  }

  private List<Event> all(String name) {
    ListEventsRequest.Builder request = ListEventsRequest.newBuilder();
    request.getFilterBuilder().addNames(name);
    return events(workspace).listEvents(request.build()).getEventsList();
  }

  private EventDefinition define(String name, PropertyDefinition... properties) {
    return definitions(workspace)
        .defineEvent(
            DefineEventRequest.newBuilder()
                .setName(name)
                .addAllProperties(List.of(properties))
                .build())
        .getEvent();
  }

  private Map<String, ValueType> types(String event) {
    return definitions(workspace)
        .listEventProperties(ListEventPropertiesRequest.newBuilder().setEvent(event).build())
        .getPropertiesList()
        .stream()
        .collect(Collectors.toMap(EventProperty::getName, EventProperty::getType));
  }

  private ListEventDefinitionsResponse list(String workspaceId, int size, String token) {
    return definitions(workspaceId)
        .listEventDefinitions(
            ListEventDefinitionsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static List<String> names(ListEventDefinitionsResponse page) {
    return page.getEventsList().stream().map(EventDefinition::getName).toList();
  }

  private EventServiceBlockingStub events(String workspaceId) {
    return EventServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  private EventDefinitionServiceBlockingStub definitions(String workspaceId) {
    return EventDefinitionServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  private Event.Builder event(String name) {
    return Event.newBuilder().setProfileId(ada.toString()).setName(name);
  }

  private static PropertyDefinition property(String name, ValueType type) {
    return PropertyDefinition.newBuilder().setName(name).setType(type).build();
  }

  private static ChangePropertyTypeRequest change(String event, String property, ValueType type) {
    return ChangePropertyTypeRequest.newBuilder()
        .setEvent(event)
        .setProperty(property)
        .setType(type)
        .build();
  }

  private static Status refusal(ThrowingCallable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    return failure.getStatus();
  }

  private static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  private static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }
}

package io.tidings.event.definition;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.event.definition.EventDefinitions.Defining;
import io.tidings.proto.event.v1.ChangePropertyTypeRequest;
import io.tidings.proto.event.v1.ChangePropertyTypeResponse;
import io.tidings.proto.event.v1.DefineEventRequest;
import io.tidings.proto.event.v1.DefineEventResponse;
import io.tidings.proto.event.v1.EventDefinition;
import io.tidings.proto.event.v1.EventDefinitionServiceGrpc.EventDefinitionServiceImplBase;
import io.tidings.proto.event.v1.EventProperty;
import io.tidings.proto.event.v1.ListEventDefinitionsRequest;
import io.tidings.proto.event.v1.ListEventDefinitionsResponse;
import io.tidings.proto.event.v1.ListEventPropertiesRequest;
import io.tidings.proto.event.v1.ListEventPropertiesResponse;
import io.tidings.proto.event.v1.PropertyDefinition;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.typing.Definition;
import io.tidings.typing.ValueType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of events over gRPC. */
@Singleton
final class DefinitionGrpcEndpoint extends EventDefinitionServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final EventDefinitions definitions;

  DefinitionGrpcEndpoint(EventDefinitions definitions) {
    this.definitions = definitions;
  }

  @Override
  public void defineEvent(DefineEventRequest request, StreamObserver<DefineEventResponse> answer) {
    checkName("name", request.getName());
    Map<String, ValueType> properties = new LinkedHashMap<>();
    for (PropertyDefinition property : request.getPropertiesList()) {
      String field = "properties[" + properties.size() + "]";
      checkName(field + ".name", property.getName());
      if (properties.put(property.getName(), type(field + ".type", property.getType())) != null) {
        throw Faults.invalid(
            field + ".name", "property '" + property.getName() + "' is given twice; give it once");
      }
    }
    Definition event =
        switch (definitions.define(workspaceId(), request.getName(), properties)) {
          case Defining.Defined(var defined) -> defined;
          case Defining.OfAnotherType(var property, var type) ->
              throw Faults.invalid(
                  "properties",
                  "property '%s' is defined as %s; change its type instead"
                      .formatted(property, type.text()));
          case Defining.Full(var limit) ->
              throw Faults.invalid(
                  "properties",
                  "there are as many names as there may be: %d events, and %d properties of one"
                      .formatted(limit, limit));
        };
    answer.onNext(DefineEventResponse.newBuilder().setEvent(event(event)).build());
    answer.onCompleted();
  }

  @Override
  public void listEventDefinitions(
      ListEventDefinitionsRequest request, StreamObserver<ListEventDefinitionsResponse> answer) {
    int size = pageSize(request.getPageSize());
    // One more than asked for tells whether this is the last page.
    List<Definition> page = definitions.events(workspaceId(), request.getPageToken(), size + 1);
    ListEventDefinitionsResponse.Builder response = ListEventDefinitionsResponse.newBuilder();
    page.stream().limit(size).map(DefinitionGrpcEndpoint::event).forEach(response::addEvents);
    if (page.size() > size) {
      response.setNextPageToken(page.get(size - 1).name());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listEventProperties(
      ListEventPropertiesRequest request, StreamObserver<ListEventPropertiesResponse> answer) {
    int size = pageSize(request.getPageSize());
    if (!definitions.isDefined(workspaceId(), request.getEvent())) {
      throw unknown("event '" + request.getEvent() + "'");
    }
    List<Definition> page =
        definitions.properties(workspaceId(), request.getEvent(), request.getPageToken(), size + 1);
    ListEventPropertiesResponse.Builder response = ListEventPropertiesResponse.newBuilder();
    page.stream()
        .limit(size)
        .map(DefinitionGrpcEndpoint::property)
        .forEach(response::addProperties);
    if (page.size() > size) {
      response.setNextPageToken(page.get(size - 1).name());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void changePropertyType(
      ChangePropertyTypeRequest request, StreamObserver<ChangePropertyTypeResponse> answer) {
    Definition changed =
        definitions
            .change(
                workspaceId(),
                request.getEvent(),
                request.getProperty(),
                type("type", request.getType()))
            .orElseThrow(() ->
                unknown(
                    "property '%s' of an event '%s'"
                        .formatted(request.getProperty(), request.getEvent())));
    answer.onNext(ChangePropertyTypeResponse.newBuilder().setProperty(property(changed)).build());
    answer.onCompleted();
  }

  private static EventDefinition event(Definition definition) {
    return EventDefinition.newBuilder()
        .setName(definition.name())
        .setDefinedAt(timestamp(definition.definedAt()))
        .build();
  }

  private static EventProperty property(Definition definition) {
    return EventProperty.newBuilder()
        .setName(definition.name())
        .setType(definition.type().toWire())
        .setDefinedAt(timestamp(definition.definedAt()))
        .setChangedAt(timestamp(definition.changedAt()))
        .build();
  }

  private static void checkName(String field, String name) {
    if (name.isBlank() || name.indexOf('\0') >= 0) {
      throw Faults.invalid(field, "a name is not blank and holds no NUL; give another");
    }
  }

  private static ValueType type(String field, io.tidings.proto.value.v1.ValueType wire) {
    return ValueType.fromWire(wire)
        .orElseThrow(() -> Faults.invalid(field, "no type is given; give one"));
  }

  private static StatusRuntimeException unknown(String what) {
    return Faults.notFound("no " + what + " is defined in this workspace");
  }

  private static int pageSize(int asked) {
    return asked == 0 ? DEFAULT_PAGE_SIZE : asked;
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }
}

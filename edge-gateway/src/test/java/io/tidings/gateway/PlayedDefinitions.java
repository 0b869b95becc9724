package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.event.v1.ChangePropertyTypeRequest;
import io.tidings.proto.event.v1.ChangePropertyTypeResponse;
import io.tidings.proto.event.v1.DefineEventRequest;
import io.tidings.proto.event.v1.DefineEventResponse;
import io.tidings.proto.event.v1.EventDefinition;
import io.tidings.proto.event.v1.EventDefinitionServiceGrpc;
import io.tidings.proto.event.v1.EventProperty;
import io.tidings.proto.event.v1.ListEventDefinitionsRequest;
import io.tidings.proto.event.v1.ListEventDefinitionsResponse;
import io.tidings.proto.event.v1.ListEventPropertiesRequest;
import io.tidings.proto.event.v1.ListEventPropertiesResponse;
import io.tidings.rpc.Faults;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps what is defined by workspace. */
final class PlayedDefinitions extends EventDefinitionServiceGrpc.EventDefinitionServiceImplBase {
  private final Map<String, Map<String, DefineEventRequest>> defined = new ConcurrentHashMap<>();

  @Override
  public void defineEvent(DefineEventRequest request, StreamObserver<DefineEventResponse> answer) {
    events().put(request.getName(), request);
    answer.onNext(
        DefineEventResponse.newBuilder()
            .setEvent(EventDefinition.newBuilder().setName(request.getName()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listEventDefinitions(
      ListEventDefinitionsRequest request, StreamObserver<ListEventDefinitionsResponse> answer) {
    var response = ListEventDefinitionsResponse.newBuilder();
    events().keySet().forEach(name -> response.addEventsBuilder().setName(name));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listEventProperties(
      ListEventPropertiesRequest request, StreamObserver<ListEventPropertiesResponse> answer) {
    var event = events().get(request.getEvent());
    if (event == null) {
      throw Faults.notFound("no event '" + request.getEvent() + "'");
    }
    var response = ListEventPropertiesResponse.newBuilder();
    for (var property : event.getPropertiesList()) {
      response.addPropertiesBuilder().setName(property.getName()).setType(property.getType());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void changePropertyType(
      ChangePropertyTypeRequest request, StreamObserver<ChangePropertyTypeResponse> answer) {
    answer.onNext(
        ChangePropertyTypeResponse.newBuilder()
            .setProperty(
                EventProperty.newBuilder()
                    .setName(request.getEvent() + "." + request.getProperty())
                    .setType(request.getType()))
            .build());
    answer.onCompleted();
  }

  private Map<String, DefineEventRequest> events() {
    return defined.computeIfAbsent(PlayedServices.workspace(), _ -> new ConcurrentSkipListMap<>());
  }
}

package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tidings.proto.erasure.v1.ErasureReport;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc.ErasureReportServiceImplBase;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.GetErasureReportResponse;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceImplBase;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.event.v1.ListEventsResponse;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.ListSendsResponse;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendServiceGrpc.SendServiceImplBase;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileResponse;
import io.tidings.proto.segment.v1.SegmentMembership;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceImplBase;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.EraseProfileResponse;
import io.tidings.proto.user.v1.ErasureServiceGrpc.ErasureServiceImplBase;
import io.tidings.proto.user.v1.ExportProfileRequest;
import io.tidings.proto.user.v1.ExportProfileResponse;
import io.tidings.proto.user.v1.ExportServiceGrpc.ExportServiceImplBase;
import io.tidings.proto.user.v1.ExportedAttribute;
import io.tidings.proto.user.v1.GetPreferencesRequest;
import io.tidings.proto.user.v1.GetPreferencesResponse;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.ListMembershipsResponse;
import io.tidings.proto.user.v1.ListSubscriptionsRequest;
import io.tidings.proto.user.v1.ListSubscriptionsResponse;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceImplBase;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceImplBase;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.SubscribedTopic;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceImplBase;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Faults;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a person may ask for. */
class PersonTest extends GatewayTest {
  private static final String PROFILE = UUID.randomUUID().toString();
  private static final String ERASURE = UUID.randomUUID().toString();
  private static final int EVENTS = 1_203;

  private static final Reports reports = new Reports();
  private static final PlayedServices played =
      new PlayedServices(
          List.of(
              new PlayedKeys(),
              new Exports(),
              new Memberships(),
              new Preferences(),
              new Topics(),
              new Segments(),
              new Events(),
              new Sends(),
              new Erasures(),
              reports));
  private static final EmbeddedServer gateway = start(played.address());

  @AfterAll
  static void stop() {
    gateway.close();
    played.close();
  }

  @Test
  void exportsEverythingAsOneDocument() {
    var response = call("GET", "/v1/users/ada/export", secret());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/json");
    var document = json(response);
    assertThat(document.at("profile").at("userId").text()).isEqualTo("ada");
    assertThat(document.at("attributes").at(0).at("name").text()).isEqualTo("plan");
    assertThat(document.at("attributes").at(0).at("value").text()).isEqualTo("gold");
    assertThat(document.at("companies").list()).hasSize(1);
    assertThat(document.at("companies").at(0).at("groupId").text()).isEqualTo("acme");
    assertThat(document.at("preferences").list()).isEmpty();
    assertThat(document.at("subscriptions").at(0).at("topic").at("identifier").text())
        .isEqualTo("news");
    assertThat(document.at("segments").at(0).at("segmentName").text()).isEqualTo("buyers");
    assertThat(document.at("sends").at(0).at("userId").text()).isEqualTo("ada");
    var events = document.at("events");
    assertThat(events.list()).hasSize(EVENTS);
    assertThat(events.at(0).at("messageId").text()).isEqualTo("m-0");
    assertThat(events.at(EVENTS - 1).at("messageId").text()).isEqualTo("m-" + (EVENTS - 1));
  }

  @Test
  void exportsNothingOfAnUnknownUserAndToNobodyWithoutASecretKey() {
    assertThat(call("GET", "/v1/users/nobody/export", secret()).statusCode()).isEqualTo(404);
    assertThat(call("GET", "/v1/users/ada/export", basic()).statusCode()).isEqualTo(403);
    assertThat(call("GET", "/v1/users/ada/export").statusCode()).isEqualTo(401);
  }

  @Test
  void erasesAndTellsHowFarItIs() {
    var begun = call("DELETE", "/v1/users/ada", with(secret(), "Idempotency-Key", "request-1"));
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(json(begun).at("erasureId").text()).isEqualTo(ERASURE);
    assertThat(call("DELETE", "/v1/users/nobody", secret()).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", "/v1/users/ada", basic()).statusCode()).isEqualTo(403);

    // The services that are asked after user-service have not heard of it.
    reports.begin(1);
    var pending = json(call("GET", "/v1/erasures/" + ERASURE, secret()));
    assertThat(pending.at("complete").flag()).isFalse();
    assertThat(pending.at("services").list()).hasSize(5);
    assertThat(pending.at("services").at(0).at("report").at("removals").at(0).at("what").text())
        .isEqualTo("things");
    assertThat(pending.at("services").at(1).at("report").at("removals").list()).isEmpty();
    reports.begin(5);
    var complete = json(call("GET", "/v1/erasures/" + ERASURE, secret()));
    assertThat(complete.at("complete").flag()).isTrue();
    assertThat(complete.at("services").at(4).at("service").text()).isEqualTo("integration");
    reports.begin(0);
    assertThat(call("GET", "/v1/erasures/" + ERASURE, secret()).statusCode()).isEqualTo(404);
    assertThat(call("GET", "/v1/erasures/nonsense", secret()).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> call(String method, String path, String... headers) {
    return exchange(
        HttpRequest.newBuilder(gateway.getURI().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody()),
        headers);
  }

  private static <T> void answer(StreamObserver<T> answer, T response) {
    answer.onNext(response);
    answer.onCompleted();
  }

  private static final class Exports extends ExportServiceImplBase {
    @Override
    public void exportProfile(
        ExportProfileRequest request, StreamObserver<ExportProfileResponse> answer) {
      if (!request.getSelector().getUserId().equals("ada")) {
        throw Faults.notFound("nobody");
      }
      answer(
          answer,
          ExportProfileResponse.newBuilder()
              .setProfile(Profile.newBuilder().setId(PROFILE).setUserId("ada"))
              .addAttributes(
                  ExportedAttribute.newBuilder()
                      .setName("plan")
                      .setValue(Value.newBuilder().setText("gold")))
              .build());
    }
  }

  private static final class Memberships extends MembershipServiceImplBase {
    @Override
    public void listMemberships(
        ListMembershipsRequest request, StreamObserver<ListMembershipsResponse> answer) {
      answer(
          answer,
          ListMembershipsResponse.newBuilder()
              .addMemberships(Membership.newBuilder().setGroupId("acme"))
              .build());
    }
  }

  private static final class Preferences extends PreferenceServiceImplBase {
    @Override
    public void getPreferences(
        GetPreferencesRequest request, StreamObserver<GetPreferencesResponse> answer) {
      answer(answer, GetPreferencesResponse.getDefaultInstance());
    }
  }

  private static final class Topics extends TopicServiceImplBase {
    @Override
    public void listSubscriptions(
        ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> answer) {
      var topic = SubscribedTopic.newBuilder();
      topic.getTopicBuilder().setIdentifier("news");
      answer(answer, ListSubscriptionsResponse.newBuilder().addSubscriptions(topic).build());
    }
  }

  private static final class Segments extends SegmentServiceImplBase {
    @Override
    public void listSegmentsOfProfile(
        ListSegmentsOfProfileRequest request,
        StreamObserver<ListSegmentsOfProfileResponse> answer) {
      answer(
          answer,
          ListSegmentsOfProfileResponse.newBuilder()
              .addMemberships(SegmentMembership.newBuilder().setSegmentName("buyers"))
              .build());
    }
  }

  /** More than fit on a page. */
  private static final class Events extends EventServiceImplBase {
    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answer) {
      assertThat(request.getFilter().getProfileId()).isEqualTo(PROFILE);
      int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
      int to = Math.min(EVENTS, from + request.getPageSize());
      var page = ListEventsResponse.newBuilder().setNextPageToken(to == EVENTS ? "" : "" + to);
      for (int i = from; i < to; i++) {
        page.addEvents(Event.newBuilder().setMessageId("m-" + i));
      }
      answer(answer, page.build());
    }
  }

  private static final class Sends extends SendServiceImplBase {
    @Override
    public void listSends(ListSendsRequest request, StreamObserver<ListSendsResponse> answer) {
      assertThat(request.getFilter().getProfileId()).isEqualTo(PROFILE);
      answer(
          answer,
          ListSendsResponse.newBuilder().addSends(Send.newBuilder().setUserId("ada")).build());
    }
  }

  private static final class Erasures extends ErasureServiceImplBase {
    @Override
    public void eraseProfile(
        EraseProfileRequest request, StreamObserver<EraseProfileResponse> answer) {
      if (!request.getSelector().getUserId().equals("ada")) {
        throw Faults.notFound("nobody");
      }
      assertThat(request.getRequestId()).isEqualTo("request-1");
      answer(answer, EraseProfileResponse.newBuilder().setErasureId(ERASURE).build());
    }
  }

  /** All five services, asked one after the other. */
  private static final class Reports extends ErasureReportServiceImplBase {
    private final AtomicInteger left = new AtomicInteger();

    /** How many of the services that are asked from now on have applied the erasure. */
    void begin(int applied) {
      left.set(applied);
    }

    @Override
    public void getErasureReport(
        GetErasureReportRequest request, StreamObserver<GetErasureReportResponse> answer) {
      var response = GetErasureReportResponse.newBuilder();
      if (left.getAndDecrement() > 0) {
        response.setReport(
            ErasureReport.newBuilder()
                .addRemovals(Removal.newBuilder().setWhat("things").setCount(3)));
      }
      answer(answer, response.build());
    }
  }
}

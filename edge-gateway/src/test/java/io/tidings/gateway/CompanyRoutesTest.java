package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tidings.proto.user.v1.AddMembershipsRequest;
import io.tidings.proto.user.v1.AddMembershipsResponse;
import io.tidings.proto.user.v1.Category;
import io.tidings.proto.user.v1.CategoryPreference;
import io.tidings.proto.user.v1.ChannelRule;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceImplBase;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.CreateCategoryResponse;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.user.v1.GetCompanyResponse;
import io.tidings.proto.user.v1.ListCompaniesRequest;
import io.tidings.proto.user.v1.ListCompaniesResponse;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceImplBase;
import io.tidings.proto.user.v1.PreferenceServiceGrpc.PreferenceServiceImplBase;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.user.v1.RemoveMembershipResponse;
import io.tidings.proto.user.v1.SetPreferencesRequest;
import io.tidings.proto.user.v1.SetPreferencesResponse;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscribeResponse;
import io.tidings.proto.user.v1.TopicServiceGrpc.TopicServiceImplBase;
import io.tidings.proto.user.v1.UpsertCompanyRequest;
import io.tidings.proto.user.v1.UpsertCompanyResponse;
import io.tidings.rpc.Faults;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Companies, preferences and topics in Tidings' own dialect. */
class CompanyRoutesTest extends GatewayTest {
  private static final PlayedServices played =
      new PlayedServices(
          List.of(
              new PlayedKeys(),
              new Companies(),
              new Memberships(),
              new Preferences(),
              new Topics()));
  private static final EmbeddedServer gateway = start(played.address());

  @AfterAll
  static void stop() {
    gateway.close();
    played.close();
  }

  @Test
  void writesAndReadsCompanies() {
    var written =
        json(
            call(
                "POST",
                "/v1/companies",
                """
                {"groupId": "acme", "attributes": {"name": "Acme", "employees": "many"}}
                """));
    assertThat(written.at("created").flag()).isTrue();
    assertThat(written.at("company").at("attributes").at("name").text()).isEqualTo("Acme");
    assertThat(written.at("ignored").at(0).at("field").text()).isEqualTo("attributes.employees");
    assertThat(json(call("GET", "/v1/companies/a%2Fb", "")).at("groupId").text()).isEqualTo("a/b");
    assertThat(call("GET", "/v1/companies/nowhere", "").statusCode()).isEqualTo(404);
    assertThat(json(call("GET", "/v1/companies?pageSize=7", "")).at("nextPageToken").text())
        .isEqualTo("7");
  }

  @Test
  void namesTheFieldAtFault() {
    var unknown = call("POST", "/v1/companies", "{\"groupIds\": \"acme\"}");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(error(unknown).at("field").text()).isEqualTo("groupIds");
    var refused = call("POST", "/v1/companies", "{\"groupId\": \"null\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused).at("message").text()).contains("names no company");
    assertThat(
            exchange(HttpRequest.newBuilder(gateway.getURI().resolve("/v1/companies")), basic())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void addsAndRemovesMembers() {
    var member = json(call("PUT", "/v1/companies/acme/members/ada", "{\"role\": \"owner\"}"));
    assertThat(member.at("groupId").text()).isEqualTo("acme");
    assertThat(member.at("role").text()).isEqualTo("owner");
    assertThat(json(call("DELETE", "/v1/companies/acme/members/ada", "")).at("removed").flag())
        .isTrue();
  }

  @Test
  void keepsPreferencesAndSubscriptions() {
    var category =
        json(call("POST", "/v1/categories", "{\"identifier\": \"news\", \"name\": \"News\"}"));
    assertThat(category.at("identifier").text()).isEqualTo("news");
    var said =
        json(
            call(
                "PUT",
                "/v1/users/ada/preferences",
                """
                {"rules": [{"category": "news", "channels": [{"channel": "email", "enabled": false}]}]}
                """));
    var rule = said.at("preferences").at(0).at("channels").at(0);
    assertThat(rule.at("channel").text()).isEqualTo("email");
    assertThat(rule.at("enabled").flag()).isFalse();
    assertThat(
            json(call("PUT", "/v1/topics/news/subscribers/ada", "{\"channels\": [\"sms\"]}"))
                .at("subscribedCount")
                .number())
        .isEqualTo(1);
  }

  private HttpResponse<String> call(String method, String path, String body) {
    return exchange(
        HttpRequest.newBuilder(gateway.getURI().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body)),
        secret());
  }

  private static <T> void answer(StreamObserver<T> answer, T response) {
    answer.onNext(response);
    answer.onCompleted();
  }

  private static final class Companies extends CompanyServiceImplBase {
    @Override
    public void upsertCompany(
        UpsertCompanyRequest request, StreamObserver<UpsertCompanyResponse> answer) {
      var update = request.getUpdate();
      if (update.getGroupId().equals("null")) {
        throw Faults.invalid("update.group_id", "group_id 'null' names no company");
      }
      answer(
          answer,
          UpsertCompanyResponse.newBuilder()
              .setCompany(
                  Company.newBuilder()
                      .setGroupId(update.getGroupId())
                      .putAllAttributes(update.getAttributesMap()))
              .setCreated(true)
              .addIgnored(Rejected.newBuilder().setField("attributes.employees"))
              .build());
    }

    @Override
    public void getCompany(GetCompanyRequest request, StreamObserver<GetCompanyResponse> answer) {
      var groupId = request.getSelector().getGroupId();
      if (groupId.equals("nowhere")) {
        throw Faults.notFound("this workspace has no such company");
      }
      answer(
          answer,
          GetCompanyResponse.newBuilder()
              .setCompany(Company.newBuilder().setGroupId(groupId))
              .build());
    }

    @Override
    public void listCompanies(
        ListCompaniesRequest request, StreamObserver<ListCompaniesResponse> answer) {
      answer(
          answer,
          ListCompaniesResponse.newBuilder().setNextPageToken("" + request.getPageSize()).build());
    }
  }

  private static final class Memberships extends MembershipServiceImplBase {
    @Override
    public void addMemberships(
        AddMembershipsRequest request, StreamObserver<AddMembershipsResponse> answer) {
      assertThat(request.getSelector().getUserId()).isEqualTo("ada");
      var update = request.getMemberships(0);
      answer(
          answer,
          AddMembershipsResponse.newBuilder()
              .addMemberships(
                  Membership.newBuilder().setGroupId(update.getGroupId()).setRole(update.getRole()))
              .build());
    }

    @Override
    public void removeMembership(
        RemoveMembershipRequest request, StreamObserver<RemoveMembershipResponse> answer) {
      answer(
          answer,
          RemoveMembershipResponse.newBuilder()
              .setRemoved(request.getCompany().getGroupId().equals("acme"))
              .build());
    }
  }

  private static final class Preferences extends PreferenceServiceImplBase {
    @Override
    public void createCategory(
        CreateCategoryRequest request, StreamObserver<CreateCategoryResponse> answer) {
      answer(
          answer,
          CreateCategoryResponse.newBuilder()
              .setCategory(Category.newBuilder().setIdentifier(request.getIdentifier()))
              .build());
    }

    @Override
    public void setPreferences(
        SetPreferencesRequest request, StreamObserver<SetPreferencesResponse> answer) {
      assertThat(request.getSelector().getUserId()).isEqualTo("ada");
      ChannelRule said = request.getRules(0).getChannels(0);
      answer(
          answer,
          SetPreferencesResponse.newBuilder()
              .addPreferences(CategoryPreference.newBuilder().addChannels(said))
              .build());
    }
  }

  private static final class Topics extends TopicServiceImplBase {
    @Override
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> answer) {
      var subscriber = request.getSubscribers(0);
      assertThat(request.getTopic()).isEqualTo("news");
      assertThat(subscriber.getSelector().getUserId()).isEqualTo("ada");
      assertThat(subscriber.getChannelsList()).containsExactly("sms");
      answer(answer, SubscribeResponse.newBuilder().setSubscribedCount(1).build());
    }
  }
}

package io.tidings.gateway.profileapi;

import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceBlockingStub;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;

/** Asks user-service for accounts. */
@Singleton
final class AccountProfiles implements ProfileCollection {
  static final String NAME = "accounts";

  private final CompanyServiceBlockingStub companies;
  private final Links links;

  AccountProfiles(ServiceChannels channels, Links links) {
    this.companies = CompanyServiceGrpc.newBlockingStub(channels.to("user"));
    this.links = links;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public KnownProfile find(String identifier) {
    var request = GetCompanyRequest.newBuilder().setSelector(Spaces.account(identifier)).build();
    return new AccountProfile(companies.getCompany(request).getCompany());
  }

  @Override
  public Part<Value> links(String identifier, ProfileQuery query) {
    return links.usersOf(Spaces.account(identifier), query);
  }
}

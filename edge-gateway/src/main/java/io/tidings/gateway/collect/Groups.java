package io.tidings.gateway.collect;

import io.tidings.gateway.json.Defect;
import io.tidings.gateway.reject.RejectedCall;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceBlockingStub;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.GroupBatchRequest;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Tells user-service of companies and who is part of them, in one call for a batch. */
@Singleton
final class Groups {
  private final CompanyServiceBlockingStub companies;

  Groups(ServiceChannels channels) {
    this.companies = CompanyServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /**
   * A user who is part of a company.
   *
   * @param messageId of the call that says so
   * @param company what else the call tells of it
   */
  record Membership(String messageId, String profileId, CompanyUpdate company) {}

  /** What could not be applied; all else is durable when this returns. */
  List<RejectedCall> take(List<Membership> memberships, Typing typing) {
    var rejected = new ArrayList<RejectedCall>();
    if (memberships.isEmpty()) {
      return rejected;
    }
    var request = GroupBatchRequest.newBuilder().setTyping(typing);
    for (var membership : memberships) {
      request.addCalls(
          GroupCall.newBuilder()
              .setProfileId(membership.profileId())
              .setCompany(membership.company()));
    }
    var outcomes = companies.groupBatch(request.build()).getOutcomesList();
    for (var i = 0; i < outcomes.size(); i++) {
      var messageId = memberships.get(i).messageId();
      if (outcomes.get(i).hasRejected()) {
        rejected.add(new RejectedCall(messageId, defect(outcomes.get(i).getRejected())));
      }
      for (var ignored : outcomes.get(i).getGrouped().getIgnoredList()) {
        rejected.add(RejectedCall.value(messageId, defect(ignored)));
      }
    }
    return rejected;
  }

  private static Defect defect(Rejected rejected) {
    return new Defect(ProtocolFields.of(rejected.getField()), rejected.getReason());
  }
}

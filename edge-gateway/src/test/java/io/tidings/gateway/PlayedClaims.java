package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.ClaimServiceGrpc;
import io.tidings.proto.integration.v1.ClaimSettings;
import io.tidings.proto.integration.v1.GetClaimSettingsRequest;
import io.tidings.proto.integration.v1.GetClaimSettingsResponse;
import io.tidings.proto.integration.v1.UpdateClaimSettingsRequest;
import io.tidings.proto.integration.v1.UpdateClaimSettingsResponse;
import io.tidings.proto.integration.v1.VerifyClaimRequest;
import io.tidings.proto.integration.v1.VerifyClaimResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A signature holds that says {@code signed by} and the user id; a token is of user {@code t}. */
final class PlayedClaims extends ClaimServiceGrpc.ClaimServiceImplBase {
  private final Map<String, UpdateClaimSettingsRequest> settings = new ConcurrentHashMap<>();

  UpdateClaimSettingsRequest settings(String workspace) {
    return settings.getOrDefault(workspace, UpdateClaimSettingsRequest.getDefaultInstance());
  }

  @Override
  public void getClaimSettings(
      GetClaimSettingsRequest request, StreamObserver<GetClaimSettingsResponse> answer) {
    answer.onNext(
        GetClaimSettingsResponse.newBuilder()
            .setSettings(shown(settings(PlayedServices.workspace())))
            .build());
    answer.onCompleted();
  }

  @Override
  public void updateClaimSettings(
      UpdateClaimSettingsRequest request, StreamObserver<UpdateClaimSettingsResponse> answer) {
    settings.put(PlayedServices.workspace(), request);
    answer.onNext(UpdateClaimSettingsResponse.newBuilder().setSettings(shown(request)).build());
    answer.onCompleted();
  }

  private static ClaimSettings shown(UpdateClaimSettingsRequest settings) {
    return ClaimSettings.newBuilder()
        .setProofRequired(settings.getProofRequired())
        .setHasSigningSecret(!settings.getSigningSecret().isEmpty())
        .setPublicKey(settings.getPublicKey())
        .build();
  }

  @Override
  public void verifyClaim(VerifyClaimRequest request, StreamObserver<VerifyClaimResponse> answer) {
    var response = VerifyClaimResponse.newBuilder();
    switch (request.getProofCase()) {
      case TOKEN -> response.getAcceptedBuilder().setUserId("t").setProven(true);
      case SIGNATURE -> {
        if (request.getSignature().equals("signed by " + request.getUserId())) {
          response.getAcceptedBuilder().setUserId(request.getUserId()).setProven(true);
        } else {
          response.getRefusedBuilder().setReason("the signature does not hold");
        }
      }
      case PROOF_NOT_SET -> {
        if (settings(PlayedServices.workspace()).getProofRequired()) {
          response.getRefusedBuilder().setReason("a proof is demanded");
        } else {
          response.getAcceptedBuilder().setUserId(request.getUserId());
        }
      }
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }
}

package io.tidings.integration.claim;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.integration.claim.Verdict.Accepted;
import io.tidings.integration.claim.Verdict.Refused;
import io.tidings.integration.workspace.Workspaces;
import io.tidings.proto.integration.v1.ClaimServiceGrpc;
import io.tidings.proto.integration.v1.GetClaimSettingsRequest;
import io.tidings.proto.integration.v1.GetClaimSettingsResponse;
import io.tidings.proto.integration.v1.UpdateClaimSettingsRequest;
import io.tidings.proto.integration.v1.UpdateClaimSettingsResponse;
import io.tidings.proto.integration.v1.VerifyClaimRequest;
import io.tidings.proto.integration.v1.VerifyClaimResponse;
import io.tidings.rpc.Caller;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code tidings.integration.v1.ClaimService}. */
@Singleton
final class ClaimGrpcEndpoint extends ClaimServiceGrpc.ClaimServiceImplBase {
  private final ClaimSettingsRepository settings;
  private final Claims claims;
  private final Workspaces workspaces;

  ClaimGrpcEndpoint(ClaimSettingsRepository settings, Claims claims, Workspaces workspaces) {
    this.settings = settings;
    this.claims = claims;
    this.workspaces = workspaces;
  }

  @Override
  public void getClaimSettings(
      GetClaimSettingsRequest request, StreamObserver<GetClaimSettingsResponse> observer) {
    GetClaimSettingsResponse.Builder response = GetClaimSettingsResponse.newBuilder();
    settings
        .find(Caller.current().workspaceId())
        .ifPresentOrElse(found -> response.setSettings(wire(found)), response::getSettingsBuilder);
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void updateClaimSettings(
      UpdateClaimSettingsRequest request, StreamObserver<UpdateClaimSettingsResponse> observer) {
    @Nullable String publicKey = orNull(request.getPublicKey());
    if (publicKey != null) {
      PublicKeys.read(publicKey);
    }
    String workspaceId = Caller.current().workspaceId();
    workspaces.demand(workspaceId);
    ClaimSettings written =
        settings.write(
            workspaceId, request.getProofRequired(), orNull(request.getSigningSecret()), publicKey);
    observer.onNext(UpdateClaimSettingsResponse.newBuilder().setSettings(wire(written)).build());
    observer.onCompleted();
  }

  @Override
  public void verifyClaim(
      VerifyClaimRequest request, StreamObserver<VerifyClaimResponse> observer) {
    String workspaceId = Caller.current().workspaceId();
    Verdict verdict =
        switch (request.getProofCase()) {
          case SIGNATURE -> claims.signed(workspaceId, request.getUserId(), request.getSignature());
          case TOKEN -> claims.token(workspaceId, request.getToken());
          case PROOF_NOT_SET -> claims.unproven(workspaceId, request.getUserId());
        };
    VerifyClaimResponse.Builder response = VerifyClaimResponse.newBuilder();
    switch (verdict) {
      case Accepted(var userId, var proven) ->
          response.getAcceptedBuilder().setUserId(userId).setProven(proven);
      case Refused(var reason) -> response.getRefusedBuilder().setReason(reason);
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static io.tidings.proto.integration.v1.ClaimSettings wire(ClaimSettings settings) {
    return io.tidings.proto.integration.v1.ClaimSettings.newBuilder()
        .setProofRequired(settings.proofRequired())
        .setHasSigningSecret(settings.signingSecret() != null)
        .setPublicKey(settings.publicKey() == null ? "" : settings.publicKey())
        .setUpdatedAt(
            Timestamp.newBuilder()
                .setSeconds(settings.updatedAt().getEpochSecond())
                .setNanos(settings.updatedAt().getNano()))
        .build();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

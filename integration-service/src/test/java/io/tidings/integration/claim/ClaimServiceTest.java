package io.tidings.integration.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.ClaimAccepted;
import io.tidings.proto.integration.v1.ClaimServiceGrpc;
import io.tidings.proto.integration.v1.ClaimServiceGrpc.ClaimServiceBlockingStub;
import io.tidings.proto.integration.v1.ClaimSettings;
import io.tidings.proto.integration.v1.GetClaimSettingsRequest;
import io.tidings.proto.integration.v1.UpdateClaimSettingsRequest;
import io.tidings.proto.integration.v1.VerifyClaimRequest;
import io.tidings.proto.integration.v1.VerifyClaimResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class ClaimServiceTest extends IntegrationTest {
  private static final String SECRET = "ts_4711secretOfTheServer";
  private static final KeyPair KEYS = keyPair(2048);

  private ClaimServiceBlockingStub claims(String workspaceId) {
    return ClaimServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  private static KeyPair keyPair(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(
            Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded()));
  }

  private static String signature(String userId) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(userId.getBytes(StandardCharsets.UTF_8)));
  }

  private static String token(KeyPair keys, JWTClaimsSet.Builder claims) throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
    jwt.sign(new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }

  private static JWTClaimsSet.Builder subject(String subject) {
    return new JWTClaimsSet.Builder().subject(subject);
  }

  private ClaimSettings update(String workspace, UpdateClaimSettingsRequest.Builder request) {
    return claims(workspace).updateClaimSettings(request.build()).getSettings();
  }

  private VerifyClaimResponse verify(String workspace, VerifyClaimRequest.Builder claim) {
    return claims(workspace).verifyClaim(claim.build());
  }

  private static VerifyClaimRequest.Builder user(String userId) {
    return VerifyClaimRequest.newBuilder().setUserId(userId);
  }

  private static VerifyClaimResponse accepted(String userId, boolean proven) {
    return VerifyClaimResponse.newBuilder()
        .setAccepted(ClaimAccepted.newBuilder().setUserId(userId).setProven(proven))
        .build();
  }

  @Test
  void demandsNoProofUnlessToldTo() throws Exception {
    String workspace = workspace();
    assertThat(
            claims(workspace)
                .getClaimSettings(GetClaimSettingsRequest.getDefaultInstance())
                .getSettings())
        .isEqualTo(ClaimSettings.getDefaultInstance());
    assertThat(verify(workspace, user("ada"))).isEqualTo(accepted("ada", false));
    assertThat(verify(workspace, user("ada").setSignature("x")))
        .as("nothing to check it with")
        .isEqualTo(accepted("ada", false));
    assertThat(
            verify(
                    workspace,
                    VerifyClaimRequest.newBuilder().setToken(token(KEYS, subject("user:ada"))))
                .getRefused()
                .getReason())
        .contains("no public key");
  }

  @Test
  void checksASignature() throws Exception {
    String workspace = workspace();
    ClaimSettings written =
        update(
            workspace,
            UpdateClaimSettingsRequest.newBuilder()
                .setProofRequired(true)
                .setSigningSecret(SECRET));
    assertThat(written.getProofRequired()).isTrue();
    assertThat(written.getHasSigningSecret()).isTrue();

    assertThat(verify(workspace, user("ada")).getRefused().getReason()).contains("demands");
    assertThat(verify(workspace, user("ada").setSignature(signature("ada"))))
        .isEqualTo(accepted("ada", true));
    assertThat(verify(workspace, user("bob").setSignature(signature("ada"))).hasRefused()).isTrue();
    assertThat(verify(workspace(), user("ada")).hasAccepted())
        .as("another workspace demands nothing")
        .isTrue();

    update(workspace, UpdateClaimSettingsRequest.newBuilder().setProofRequired(false));
    assertThat(verify(workspace, user("ada")).hasAccepted()).isTrue();
    assertThat(verify(workspace, user("bob").setSignature(signature("ada"))).hasRefused())
        .as("a wrong signature is refused though none is demanded")
        .isTrue();
  }

  @Test
  void checksAToken() throws Exception {
    String workspace = workspace();
    update(
        workspace,
        UpdateClaimSettingsRequest.newBuilder().setProofRequired(true).setPublicKey(pem(KEYS)));

    assertThat(offer(workspace, token(KEYS, subject("user:ada")))).isEqualTo(accepted("ada", true));
    assertThat(reason(workspace, token(keyPair(2048), subject("user:ada"))))
        .contains("not signed with the key");
    assertThat(reason(workspace, token(KEYS, subject("ada")))).contains("subject");
    assertThat(reason(workspace, token(KEYS, subject("user:")))).contains("subject");
    assertThat(
            reason(
                workspace,
                token(
                    KEYS,
                    subject("user:ada")
                        .expirationTime(Date.from(Instant.parse("2020-01-01T00:00:00Z"))))))
        .contains("expired");
    assertThat(reason(workspace, "no token")).contains("not readable");
    var symmetric = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), subject("user:ada").build());
    symmetric.sign(new MACSigner(pem(KEYS)));
    assertThat(reason(workspace, symmetric.serialize())).contains("RS256");
  }

  private VerifyClaimResponse offer(String workspace, String token) {
    return verify(workspace, VerifyClaimRequest.newBuilder().setToken(token));
  }

  private String reason(String workspace, String token) {
    return offer(workspace, token).getRefused().getReason();
  }

  @Test
  void demandsNoProofThatNothingCouldCheck() {
    String workspace = workspace();
    assertThatThrownBy(
            () -> update(workspace, UpdateClaimSettingsRequest.newBuilder().setProofRequired(true)))
        .hasMessageContaining("proof_required");
    assertThat(verify(workspace, user("ada")).hasAccepted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"})
  void refusesWhatIsNoPublicKey(String pem) {
    assertThatThrownBy(
            () -> update(workspace(), UpdateClaimSettingsRequest.newBuilder().setPublicKey(pem)))
        .hasMessageContaining("public_key");
  }

  @Test
  void refusesAShortKey() {
    assertThatThrownBy(() ->
            update(
                workspace(),
                UpdateClaimSettingsRequest.newBuilder().setPublicKey(pem(keyPair(1024)))))
        .hasMessageContaining("1024 bits");
  }

  @Test
  void keepsTheSecretSealed() throws SQLException {
    update(workspace(), UpdateClaimSettingsRequest.newBuilder().setSigningSecret(SECRET));
    assertThat(everyRow("claim_settings"))
        .isNotEmpty()
        .noneMatch(row -> row.contains(SECRET))
        .noneMatch(row ->
            row.contains(
                java.util.HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))));
  }
}

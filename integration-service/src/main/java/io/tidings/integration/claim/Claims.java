package io.tidings.integration.claim;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.tidings.integration.claim.Verdict.Accepted;
import io.tidings.integration.claim.Verdict.Refused;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Decides whether a browser is the user that it says it is. */
@Singleton
final class Claims {
  private static final String SUBJECT = "user:";
  private static final String HMAC = "HmacSHA256";

  private final ClaimSettingsRepository settings;
  private final Clock clock;

  Claims(ClaimSettingsRepository settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** A claim that comes without proof. */
  Verdict unproven(String workspaceId, String userId) {
    if (settings.find(workspaceId).filter(ClaimSettings::proofRequired).isPresent()) {
      return new Refused("this workspace demands that a user id is signed, or comes in a token");
    }
    return new Accepted(userId, false);
  }

  /** A claim with a signature; where there is no secret to check it with it is as good as none. */
  Verdict signed(String workspaceId, String userId, String signature) {
    Optional<String> secret =
        settings.find(workspaceId).flatMap(each -> Optional.ofNullable(each.signingSecret()));
    if (secret.isEmpty()) {
      return unproven(workspaceId, userId);
    }
    byte[] expected = base64(hmac(secret.get(), userId));
    byte[] offered = signature.strip().getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, offered)
        ? new Accepted(userId, true)
        : new Refused(
            "the signature is not that of this user id; it is base64 of HMAC-SHA256 with the"
                + " signing secret");
  }

  /** A claim that a token makes. */
  Verdict token(String workspaceId, String token) {
    Optional<String> publicKey =
        settings.find(workspaceId).flatMap(each -> Optional.ofNullable(each.publicKey()));
    if (publicKey.isEmpty()) {
      return new Refused("there is no public key on file that a token could be checked with");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
        return new Refused("the token is not signed with RS256");
      }
      if (!jwt.verify(new RSASSAVerifier(PublicKeys.read(publicKey.get())))) {
        return new Refused("the token is not signed with the key that is on file");
      }
      return saysWho(jwt);
    } catch (ParseException | JOSEException e) {
      return new Refused("the token is not readable; it must be a JSON Web Token");
    }
  }

  private Verdict saysWho(SignedJWT jwt) throws ParseException {
    var claims = jwt.getJWTClaimsSet();
    @Nullable Instant expiry =
        claims.getExpirationTime() == null ? null : claims.getExpirationTime().toInstant();
    if (expiry != null && !expiry.isAfter(clock.instant())) {
      return new Refused("the token has expired");
    }
    @Nullable String subject = claims.getSubject();
    if (subject == null || !subject.startsWith(SUBJECT) || subject.length() == SUBJECT.length()) {
      return new Refused("the token's subject is not 'user:' and a user's id");
    }
    return new Accepted(subject.substring(SUBJECT.length()), true);
  }

  private static byte[] hmac(String secret, String userId) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static byte[] base64(byte[] bytes) {
    return Base64.getEncoder().encode(bytes);
  }
}

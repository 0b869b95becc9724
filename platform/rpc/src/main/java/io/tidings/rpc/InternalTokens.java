package io.tidings.rpc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tidings.proto.rpc.v1.Access;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens with which services prove themselves to each other: JWTs (HS256) that live for a
 * minute and name the workspace on whose behalf the call is.
 */
@Singleton
final class InternalTokens {
  static final Duration LIFE = Duration.ofSeconds(60);

  private static final Duration RENEWED_AFTER = Duration.ofSeconds(30);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
  private static final String ISSUER = "tidings";

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final Clock clock;
  private final Cache<Caller, String> minted =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(RENEWED_AFTER).build();

  InternalTokens(RpcSettings settings, Clock clock) {
    try {
      this.signer = new MACSigner(settings.internalSecretBytes());
      this.verifier = new MACVerifier(settings.internalSecretBytes());
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java lacks HMAC-SHA256", e);
    }
    this.clock = clock;
  }

  /** A token that is good for at least another 30 s. */
  String of(Caller caller) {
    return minted.get(caller, this::mint);
  }

  /** Whose token it is; empty when it is none, not ours, or too old. */
  Optional<Caller> verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !jwt.verify(verifier)) {
        return Optional.empty();
      }
      return callerOf(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private Optional<Caller> callerOf(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    @Nullable Date issued = claims.getIssueTime();
    @Nullable Date expires = claims.getExpirationTime();
    @Nullable String workspace = claims.getStringClaim("workspace");
    @Nullable String access = claims.getStringClaim("access");
    @Nullable String name = claims.getStringClaim("name");
    if (!ISSUER.equals(claims.getIssuer())
        || issued == null
        || expires == null
        || workspace == null
        || access == null
        || name == null
        || expires.toInstant().plus(CLOCK_SKEW).isBefore(now)
        || issued.toInstant().minus(CLOCK_SKEW).isAfter(now)
        || expires.toInstant().isAfter(issued.toInstant().plus(LIFE))) {
      return Optional.empty();
    }
    return Optional.of(new Caller(workspace, Access.valueOf(access), name));
  }

  private String mint(Caller caller) {
    Instant now = clock.instant();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .claim("workspace", caller.workspaceId())
                .claim("access", caller.access().name())
                .claim("name", caller.name())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign an internal token", e);
    }
    return jwt.serialize();
  }
}

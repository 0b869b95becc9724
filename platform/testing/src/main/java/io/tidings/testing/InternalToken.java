package io.tidings.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;

/**
 * The token with which another service would prove itself, written down by hand: what a test relies
 * on is the format.
 */
final class InternalToken {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final long LIFE_SECONDS = 60;

  private InternalToken() {}

  /** Adds a fresh token for this workspace to each call. */
  static ClientInterceptor of(String workspaceId, String secret) {
    return new ClientInterceptor() {
      @Override
      public <Q, R> ClientCall<Q, R> interceptCall(
          MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + sign(workspaceId, secret));
        return MetadataUtils.newAttachHeadersInterceptor(headers)
            .interceptCall(method, options, next);
      }
    };
  }

  private static String sign(String workspaceId, String secret) {
    Instant now = Clock.systemUTC().instant();
    var token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer("tidings")
                .claim("workspace", workspaceId)
                .claim("access", "ACCESS_SERVICE")
                .claim("name", "test")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFE_SECONDS)))
                .build());
    try {
      token.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
    return token.serialize();
  }
}

package io.tidings.gateway.engagespot;

import com.nimbusds.jwt.SignedJWT;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.proto.integration.v1.ClaimServiceGrpc;
import io.tidings.proto.integration.v1.ClaimServiceGrpc.ClaimServiceBlockingStub;
import io.tidings.proto.integration.v1.VerifyClaimRequest;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.rpc.Credentials.Admission;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Optional;

/** Lets servers and visitors in, by the headers of the dialect. */
@Singleton
final class Door {
  private static final String API_KEY = "X-ENGAGESPOT-API-KEY";
  private static final String API_SECRET = "X-ENGAGESPOT-API-SECRET";
  private static final String USER_ID = "X-ENGAGESPOT-USER-ID";
  private static final String USER_SIGNATURE = "X-ENGAGESPOT-USER-SIGNATURE";
  private static final String BEARER = "Bearer ";

  private final Callers callers;
  private final ClaimServiceBlockingStub claims;

  Door(Callers callers, ServiceChannels channels) {
    this.callers = callers;
    this.claims = ClaimServiceGrpc.newBlockingStub(channels.to("integration"));
  }

  /**
   * A server, with both keys.
   *
   * @throws Problem 401 without known keys of one workspace, 403 for a revoked one
   */
  Admission server(HttpRequest<?> request) {
    var source = keys(request);
    Callers.requireSecret(source.caller());
    return source;
  }

  /**
   * A user; or a server that names one, and needs no more proof.
   *
   * @throws Problem 401 where the keys or the proof do not hold
   */
  Visitor visitor(HttpRequest<?> request) {
    var token = bearer(request);
    if (token.isPresent()) {
      var source = callers.withKeyPair(request, keyIn(token.get()), "");
      return verified(source, VerifyClaimRequest.newBuilder().setToken(token.get()));
    }
    var source = keys(request);
    var userId =
        header(request, USER_ID)
            .orElseThrow(() -> refused("no " + USER_ID + "; name the user whom this is about"));
    if (source.caller().may(Access.ACCESS_SECRET_KEY)) {
      return new Visitor(source, userId, true);
    }
    var claim = VerifyClaimRequest.newBuilder().setUserId(userId);
    header(request, USER_SIGNATURE).ifPresent(claim::setSignature);
    return verified(source, claim);
  }

  private Visitor verified(Admission source, VerifyClaimRequest.Builder claim) {
    var verdict = source.call(() -> claims.verifyClaim(claim.build()));
    if (verdict.hasRefused()) {
      throw refused(verdict.getRefused().getReason());
    }
    var accepted = verdict.getAccepted();
    return new Visitor(source, accepted.getUserId(), accepted.getProven());
  }

  private Admission keys(HttpRequest<?> request) {
    var key =
        header(request, API_KEY)
            .orElseThrow(() -> refused("no " + API_KEY + "; send the public key of the workspace"));
    return callers.withKeyPair(request, key, header(request, API_SECRET).orElse(""));
  }

  /** Which workspace a token is of; what else it says counts once it is verified there. */
  private static String keyIn(String token) {
    try {
      return Optional.ofNullable(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("apiKey"))
          .filter(key -> !key.isEmpty())
          .orElseThrow(() -> refused("the token names no apiKey"));
    } catch (ParseException _) {
      throw refused("the token is not readable; it must be a JSON Web Token");
    }
  }

  private static Optional<String> bearer(HttpRequest<?> request) {
    return header(request, HttpHeaders.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  private static Optional<String> header(HttpRequest<?> request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name)).filter(value -> !value.isBlank());
  }

  private static Problem refused(String reason) {
    return new Problem(ErrorCode.AUTHENTICATION_ERROR, reason);
  }
}

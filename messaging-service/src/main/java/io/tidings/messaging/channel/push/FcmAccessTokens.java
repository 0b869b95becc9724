package io.tidings.messaging.channel.push;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.http.HttpApi;
import io.tidings.messaging.channel.http.HttpReply;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gets access tokens for a service account by a signed assertion (RFC 7523) and keeps each until
 * shortly before it ends. One thread fetches, the others wait for it.
 */
final class FcmAccessTokens {

  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration ASSERTION_LIFE = Duration.ofHours(1);
  private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(1);

  private record Token(String value, Instant renewAt) {
    @Override
    public String toString() {
      return "Token[renewAt=" + renewAt + "]";
    }
  }

  private final ServiceAccount account;
  private final HttpApi api;
  private final Clock clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Token token;

  FcmAccessTokens(ServiceAccount account, HttpApi api, Clock clock) {
    this.account = account;
    this.api = api;
    this.clock = clock;
  }

  /**
   * @throws IOException where the token service is away or refuses, in words for the operator
   */
  String token() throws IOException, InterruptedException {
    Token kept = token;
    if (kept != null && clock.instant().isBefore(kept.renewAt())) {
      return kept.value();
    }
    fetching.lockInterruptibly();
    try {
      kept = token;
      if (kept == null || !clock.instant().isBefore(kept.renewAt())) {
        kept = fetch();
        token = kept;
      }
      return kept.value();
    } finally {
      fetching.unlock();
    }
  }

  /** Forgets a token that was refused, unless another has taken its place already. */
  void forget(String refused) {
    Token kept = token;
    if (kept != null && kept.value().equals(refused)) {
      token = null;
    }
  }

  private Token fetch() throws IOException, InterruptedException {
    Instant now = clock.instant();
    String form =
        "grant_type="
            + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
            + "&assertion="
            + assertion(now);
    HttpReply reply =
        api.call(
            HttpRequest.newBuilder(account.tokenUri())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    if (reply.status() != 200) {
      throw new IOException(
          "the token service refused the service account with status " + reply.status());
    }
    JsonNode answer = reply.body();
    JsonNode value = answer == null ? null : answer.get("access_token");
    JsonNode life = answer == null ? null : answer.get("expires_in");
    if (value == null || !value.isString() || life == null || !life.isNumber()) {
      throw new IOException("the token service's answer holds no access_token and expires_in");
    }
    return new Token(
        value.getStringValue(), now.plusSeconds(life.getLongValue()).minus(RENEW_BEFORE_END));
  }

  private String assertion(Instant now) {
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .issuer(account.clientEmail())
                .audience(account.tokenUri().toString())
                .claim("scope", SCOPE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
                .build());
    try {
      assertion.sign(new RSASSASigner(account.key()));
    } catch (JOSEException impossible) {
      throw new IllegalStateException("an RSA key can always sign", impossible);
    }
    return assertion.serialize();
  }
}

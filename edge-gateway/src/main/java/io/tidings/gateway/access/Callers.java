package io.tidings.gateway.access;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.http.HttpRequest;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.limit.RateLimits;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Credentials;
import io.tidings.rpc.Credentials.Admission;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Lets a request in once it is known who calls and that they may. */
@Singleton
public final class Callers {
  private static final String WORKSPACE_HEADER = "tidings-workspace";

  private final Credentials credentials;
  private final RateLimits limits;

  Callers(Credentials credentials, RateLimits limits) {
    this.credentials = credentials;
    this.limits = limits;
  }

  /** The key in the request's headers, if any. */
  public Optional<String> presentedKey(HttpRequest<?> request) {
    return PresentedKeys.in(request).map(PresentedKeys::key);
  }

  /**
   * The caller of a route that is for holders of a secret key.
   *
   * @throws Problem 401 without a known key, 403 for one that is revoked or not secret
   */
  public Caller withSecretKey(HttpRequest<?> request) {
    return require(
        Access.ACCESS_SECRET_KEY,
        admit(request, presentedKey(request).orElseThrow(Callers::noKey)).caller());
  }

  /**
   * The caller of a route that takes data from anyone with a key of the workspace.
   *
   * @param key from the headers, the path or the body
   * @throws Problem 401 for an unknown key, 403 for a revoked one and for a page elsewhere
   */
  public Caller withAnyKey(HttpRequest<?> request, Optional<String> key) {
    return source(request, key).caller();
  }

  /** {@link #withAnyKey} with the settings of the key that data comes with. */
  public Admission source(HttpRequest<?> request, Optional<String> key) {
    var source = admit(request, key.orElseThrow(Callers::noKey));
    require(Access.ACCESS_WRITE_KEY, source.caller());
    return source;
  }

  /**
   * The caller of a route that takes a pair of keys, the public one as the user name of HTTP Basic
   * and the secret one as its password. Either alone will do for what it allows. The request counts
   * as one call of the key that allows more, and is taken by that one's settings.
   *
   * @throws Problem 401 without a known key, and for keys of two workspaces; 403 for a revoked one;
   *     429 where there were too many calls already
   */
  public Admission withKeyPair(HttpRequest<?> request) {
    var keys = presented(request);
    return withKeyPair(request, keys.key(), keys.second());
  }

  /**
   * The same for keys that come in headers of a dialect's own.
   *
   * @param secretKey empty where there is none
   */
  public Admission withKeyPair(HttpRequest<?> request, String publicKey, String secretKey) {
    var first = source(request, Optional.of(publicKey));
    var source = secretKey.isEmpty() ? first : second(request, secretKey, first.caller());
    limits.demand(source, 1);
    return source;
  }

  private Admission second(HttpRequest<?> request, String secretKey, Caller first) {
    var secret = admit(request, secretKey);
    requireSecret(secret.caller());
    if (!secret.caller().workspaceId().equals(first.workspaceId())) {
      throw new Problem(
          ErrorCode.AUTHENTICATION_ERROR,
          "the public and the secret key belong to different workspaces; use two of the same one");
    }
    return secret;
  }

  /** Refuses a caller who did not prove to hold a secret key. */
  public static void requireSecret(Caller caller) {
    require(Access.ACCESS_SECRET_KEY, caller);
  }

  private static PresentedKeys presented(HttpRequest<?> request) {
    return PresentedKeys.in(request).orElseThrow(Callers::noKey);
  }

  private Admission admit(HttpRequest<?> request, String key) {
    var admission = authenticate(request, key);
    TrustedDomains.demand(admission.settings().trustedDomains(), request);
    return admission;
  }

  private Admission authenticate(HttpRequest<?> request, String key) {
    try {
      return credentials.admit(key, request.getHeaders().get(WORKSPACE_HEADER));
    } catch (StatusRuntimeException refusal) {
      if (refusal.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
        throw new Problem(
            ErrorCode.AUTHENTICATION_ERROR, "this API key is unknown; use a key of your workspace");
      }
      throw refusal;
    }
  }

  private static Caller require(Access required, Caller caller) {
    if (caller.access().getNumber() < required.getNumber()) {
      throw new Problem(
          ErrorCode.PERMISSION_ERROR,
          "this needs a secret key (ts_…); a public write key may only add data");
    }
    return caller;
  }

  private static Problem noKey() {
    return new Problem(
        ErrorCode.AUTHENTICATION_ERROR,
        "no API key; send it as the user name of HTTP Basic or as 'Authorization: Bearer <key>'");
  }
}

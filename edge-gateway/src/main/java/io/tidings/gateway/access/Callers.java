package io.tidings.gateway.access;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.http.HttpRequest;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
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

  Callers(Credentials credentials) {
    this.credentials = credentials;
  }

  /** The key in the request's headers, if any. */
  public Optional<String> presentedKey(HttpRequest<?> request) {
    return PresentedKey.in(request);
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

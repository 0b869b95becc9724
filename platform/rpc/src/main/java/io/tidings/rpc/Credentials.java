package io.tidings.rpc;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.grpc.Context;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.rpc.KeyVerifier.Verdict;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a caller offers as proof into who it is: an API key, an internal token, or the
 * administrator key.
 */
@Singleton
public final class Credentials {
  /** The workspace that every installation has. */
  public static final String DEFAULT_WORKSPACE = "default";

  /** Bounds how long a revoked key still works; revocation must be effective within 5 s. */
  static final Duration REMEMBERED = Duration.ofSeconds(3);

  /** A key in use is verified anew from here on while calls go on with the answer at hand. */
  private static final Duration REFRESHED = Duration.ofMillis(1500);

  private final byte @Nullable [] administratorKey;
  private final LoadingCache<String, Verdict> keys;

  /**
   * A service calls with the same token for half a minute, often thousands of times in a second.
   */
  private final LoadingCache<String, Optional<Caller>> services;

  Credentials(RpcSettings settings, InternalTokens tokens, KeyVerifier verifier) {
    String key = settings.administratorKey();
    this.administratorKey = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    this.keys =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .refreshAfterWrite(REFRESHED)
            .executor(Thread::startVirtualThread)
            .build(verifier::verify);
    this.services =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build(tokens::verify);
  }

  /**
   * Who calls, and how what they bring is taken.
   *
   * @param settings of the key; the defaults for whoever has none
   */
  public record Admission(Caller caller, SourceSettings settings) {
    /** Does the work as this caller, and what it brings is taken by these settings. */
    public <T extends @Nullable Object, X extends Throwable> T call(
        ScopedValue.CallableOp<? extends T, X> work) throws X {
      Context context = settings.in(Context.current());
      Context previous = context.attach();
      try {
        return caller.call(work);
      } finally {
        context.detach(previous);
      }
    }
  }

  /**
   * @param credential what follows {@code Bearer }
   * @param workspace which workspace an administrator means; ignored for others, whose credentials
   *     say it
   * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED when it proves nothing,
   *     PERMISSION_DENIED for a revoked key and in a disabled workspace, UNAVAILABLE when it cannot
   *     be verified now
   */
  public Caller authenticate(String credential, @Nullable String workspace) {
    return admit(credential, workspace).caller();
  }

  /** {@link #authenticate} with the settings of the key. */
  public Admission admit(String credential, @Nullable String workspace) {
    if (isAdministratorKey(credential)) {
      String meant = workspace == null || workspace.isBlank() ? DEFAULT_WORKSPACE : workspace;
      return withoutKey(new Caller(meant, Access.ACCESS_ADMINISTRATOR, "administrator"));
    }
    if (isKey(credential)) {
      return switch (keys.get(credential)) {
        case Verdict.Verified(var workspaceId, var keyId, var kind, var settings) ->
            new Admission(new Caller(workspaceId, accessOf(kind), keyId), settings);
        case Verdict.Revoked() ->
            throw Faults.permissionDenied("this API key is revoked; use another one");
        case Verdict.Disabled(var workspaceId) ->
            throw Faults.permissionDenied(
                "the workspace '%s' of this API key is disabled".formatted(workspaceId));
        case Verdict.Unknown() -> throw unknown();
      };
    }
    return withoutKey(services.get(credential).orElseThrow(Credentials::unknown));
  }

  private static Admission withoutKey(Caller caller) {
    return new Admission(caller, SourceSettings.DEFAULT);
  }

  private static RuntimeException unknown() {
    return Faults.unauthenticated(
        "this API key is unknown; send 'authorization: Bearer <key>' with a key of your workspace");
  }

  private static Access accessOf(KeyVerifier.Kind kind) {
    return switch (kind) {
      case WRITE -> Access.ACCESS_WRITE_KEY;
      case SECRET -> Access.ACCESS_SECRET_KEY;
    };
  }

  static boolean isKey(String credential) {
    return credential.startsWith("tw_") || credential.startsWith("ts_");
  }

  private boolean isAdministratorKey(String credential) {
    return administratorKey != null
        && MessageDigest.isEqual(administratorKey, credential.getBytes(StandardCharsets.UTF_8));
  }
}

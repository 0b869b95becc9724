package io.tidings.rpc;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for integration-service where it does not run. */
@Singleton
final class KnownKeys implements KeyVerifier {
  static final String WRITE_KEY = "tw_write";
  static final String SECRET_KEY = "ts_secret";

  final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  final AtomicInteger asked = new AtomicInteger();

  KnownKeys() {
    verdicts.put(
        WRITE_KEY, new Verdict.Verified("shop", "key-1", Kind.WRITE, SourceSettings.DEFAULT));
    verdicts.put(
        SECRET_KEY, new Verdict.Verified("shop", "key-2", Kind.SECRET, SourceSettings.DEFAULT));
    verdicts.put("ts_revoked", new Verdict.Revoked());
  }

  @Override
  public Verdict verify(String secret) {
    asked.incrementAndGet();
    return verdicts.getOrDefault(secret, new Verdict.Unknown());
  }
}

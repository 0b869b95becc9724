package io.tidings.rpc;

import io.grpc.Context;
import java.util.List;

/**
 * How what comes with an API key is taken.
 *
 * @param trustedDomains from where browsers may call, as {@code shop.example}, {@code
 *     *.shop.example} or {@code localhost:3000}, in lower case; from everywhere when empty
 * @param callsPerSecond how many calls it may bring; the installation's limit when 0
 */
public record SourceSettings(Typing typing, List<String> trustedDomains, int callsPerSecond) {
  public static final SourceSettings DEFAULT = new SourceSettings(Typing.INFER, List.of(), 0);

  private static final Context.Key<SourceSettings> KEY =
      Context.keyWithDefault("tidings-source", DEFAULT);

  /** Those of the key that the current call came with; the defaults where it came with none. */
  public static SourceSettings current() {
    return KEY.get();
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Which type gets what was not heard of before. */
  public enum Typing {
    /** That of the value. */
    INFER,
    STRING;

    /** As the services are told of it. */
    public io.tidings.proto.value.v1.Typing toWire() {
      return switch (this) {
        case INFER -> io.tidings.proto.value.v1.Typing.TYPING_INFER;
        case STRING -> io.tidings.proto.value.v1.Typing.TYPING_STRING;
      };
    }
  }

  public SourceSettings {
    trustedDomains = List.copyOf(trustedDomains);
  }
}

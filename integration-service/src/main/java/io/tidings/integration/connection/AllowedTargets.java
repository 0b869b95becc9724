package io.tidings.integration.connection;

import io.micronaut.context.annotation.Value;
import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.rpc.InvalidInputException;
import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps calls away from what only this installation can reach: its own services, its database, the
 * cloud's metadata. Whoever may connect a destination could otherwise read them through it.
 */
@Singleton
public class AllowedTargets {
  private final boolean everything;

  /**
   * @param everything the operator allows private addresses too: for a network of one's own
   */
  AllowedTargets(@Value("${tidings.allow-private-targets:false}") boolean everything) {
    this.everything = everything;
  }

  /**
   * What is wrong with calling there; empty when it is fine, or when the name is not known now: the
   * call itself asks again. Java keeps an answer of the name service for 30 s, so the connection
   * goes to the address that was looked at.
   */
  public Optional<String> objectionTo(URI target) {
    if (everything) {
      return Optional.empty();
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(target.getHost())) {
        if (isPrivate(address)) {
          return Optional.of(
              "'%s' is a private address, which is not called; an operator can allow it with TIDINGS_ALLOW_PRIVATE_TARGETS=true"
                  .formatted(target.getHost()));
        }
      }
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws InvalidInputException by name, where a connection wants private addresses to be called
   */
  void check(Settings settings) {
    List<FieldViolation> violations = new ArrayList<>();
    settings
        .targets()
        .forEach((name, target) ->
            objectionTo(URI.create(target))
                .ifPresent(objection -> violations.add(Settings.violation(name, objection))));
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
  }

  static boolean isPrivate(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || switch (address) {
          case Inet4Address v4 -> isReserved(v4.getAddress());
          case Inet6Address v6 -> isLocalOrTranslated(v6.getAddress());
          default -> true;
        };
  }

  /** This network, shared space, benchmarking, reserved: RFC 6890. */
  private static boolean isReserved(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    return first == 0
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && address[2] == 0)
        || (first == 198 && (second == 18 || second == 19))
        || first >= 240;
  }

  /** Unique local (fc00::/7), and IPv4 written as IPv6 (64:ff9b::/96, 2002::/16). */
  private static boolean isLocalOrTranslated(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    boolean nat64 =
        first == 0 && second == 0x64 && (address[2] & 0xff) == 0xff && (address[3] & 0xff) == 0x9b;
    return (first & 0xfe) == 0xfc || nat64 || (first == 0x20 && second == 0x02);
  }
}

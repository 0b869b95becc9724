package io.tidings.messaging.database;

import io.tidings.rpc.InvalidInputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list in the order of ids.
 *
 * @param nextToken where the next page begins; empty on the last
 */
public record Page<T>(List<T> items, String nextToken) {
  private static final int STANDARD_SIZE = 100;

  /**
   * Which page is asked for.
   *
   * @param after the last id of the page before; null for the first
   */
  public record Request(int size, @Nullable UUID after) {

    /**
     * @throws InvalidInputException if the token is none that a page before gave
     */
    public static Request of(int size, String token) {
      return new Request(size == 0 ? STANDARD_SIZE : size, token.isEmpty() ? null : decode(token));
    }

    /** How many rows to read: one more than asked tells whether there is a next page. */
    public int limit() {
      return size + 1;
    }
  }

  public static <T> Page<T> of(List<T> read, Request request, Function<T, UUID> id) {
    if (read.size() <= request.size()) {
      return new Page<>(read, "");
    }
    List<T> items = read.subList(0, request.size());
    return new Page<>(List.copyOf(items), encode(id.apply(items.getLast())));
  }

  private static String encode(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static UUID decode(String token) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
      return new UUID(buffer.getLong(), buffer.getLong());
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new InvalidInputException(
          "page_token",
          "page token '%s' is not the next_page_token of a page before".formatted(token));
    }
  }
}

package io.tidings.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.outbox.v1.Fact;
import io.tidings.proto.outbox.v1.Facts;
import io.tidings.proto.outbox.v1.PackedFacts;
import java.util.List;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * The facts of an entry. Where they are many they are packed, once for the database and for every
 * queue that they go to: facts of one transaction are much alike and take a fifth of the room.
 */
public final class EntryFacts {
  /** What is smaller gains nothing. */
  static final int PACKED_FROM_BYTES = 2 * 1024;

  /** What nobody packs: so much would take a fact of twice the size that the outbox takes. */
  private static final int MAX_BYTES = 2 * Outbox.MAX_FACT_BYTES;

  /**
   * Lies where facts are that are not packed. A reader that knows nothing of packed ones gives the
   * entry up by it, and it can be put back, where it would pass over an entry without facts.
   */
  private static final Fact NOT_TO_BE_PASSED_OVER =
      Fact.newBuilder().setProfileId("packed").build();

  private static final LZ4Factory LZ4 = LZ4Factory.safeInstance();

  private EntryFacts() {}

  /** Puts them into the entry, packed if that is smaller. */
  static void put(Entry.Builder entry, Facts facts) {
    int size = facts.getSerializedSize();
    byte[] packed = size < PACKED_FROM_BYTES ? null : pack(facts);
    if (packed == null || packed.length >= size) {
      entry.addAllFacts(facts.getFactsList());
    } else {
      entry
          .addFacts(NOT_TO_BE_PASSED_OVER)
          .setPackedFacts(
              PackedFacts.newBuilder()
                  .setLz4(UnsafeByteOperations.unsafeWrap(packed))
                  .setSize(size));
    }
  }

  /**
   * In the order in which they were appended.
   *
   * @throws IllegalArgumentException where what is packed is none
   */
  public static List<Fact> of(Entry entry) {
    return entry.hasPackedFacts() ? unpack(entry.getPackedFacts()) : entry.getFactsList();
  }

  /** How many bytes the entry would have, were its facts not packed. */
  static long bytes(Entry entry) {
    PackedFacts packed = entry.getPackedFacts();
    long unpacked = Math.clamp(packed.getSize(), 0, MAX_BYTES);
    return entry.getSerializedSize() - packed.getLz4().size() + unpacked;
  }

  private static byte[] pack(Facts facts) {
    return LZ4.fastCompressor().compress(facts.toByteArray());
  }

  private static List<Fact> unpack(PackedFacts packed) {
    int size = packed.getSize();
    if (size < 0 || size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "packed facts have at most %,d bytes, these have %,d".formatted(MAX_BYTES, size));
    }
    byte[] plain = new byte[size];
    try {
      int unpacked = LZ4.safeDecompressor().decompress(packed.getLz4().toByteArray(), plain);
      if (unpacked < size) {
        throw new IllegalArgumentException(
            "packed facts are said to have %,d bytes and have %,d".formatted(size, unpacked));
      }
      return Facts.parseFrom(plain).getFactsList();
    } catch (LZ4Exception | InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("packed facts are none", e);
    }
  }
}

package io.tidings.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.rpc.Caller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A JSON object that ends with lists, read from the services page by page as it is taken. */
final class PagedDocument implements Enumeration<InputStream> {
  /** A list of the document. */
  record PagedList(String name, Pages pages) {}

  /** Where the pages of a list come from. */
  @FunctionalInterface
  interface Pages {
    /**
     * @param token that of the page before; empty for the first
     */
    Part page(String token);
  }

  /**
   * One page.
   *
   * @param nextToken empty on the last one
   */
  record Part(List<? extends Message> elements, String nextToken) {}

  private final Caller caller;
  private final Deque<PagedList> lists;
  private @Nullable String head;
  private String token = "";
  private boolean within;
  private boolean ended;

  /**
   * @param head the object up to the lists, without its closing brace
   * @param caller for whom the pages are asked for
   */
  PagedDocument(String head, List<PagedList> lists, Caller caller) {
    this.head = head;
    this.lists = new ArrayDeque<>(lists);
    this.caller = caller;
  }

  @Override
  public boolean hasMoreElements() {
    return !ended;
  }

  @Override
  public InputStream nextElement() {
    if (ended) {
      throw new NoSuchElementException("the document has ended");
    }
    var bytes = new ByteArrayOutputStream();
    String first = head;
    if (first != null) {
      bytes.writeBytes(first.getBytes(UTF_8));
      head = null;
    } else if (lists.isEmpty()) {
      bytes.write('}');
      ended = true;
    } else {
      writePage(lists.getFirst(), bytes);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private void writePage(PagedList list, ByteArrayOutputStream bytes) {
    String from = token;
    Part part = caller.call(() -> list.pages().page(from));
    if (from.isEmpty()) {
      bytes.writeBytes(",\"%s\":[".formatted(list.name()).getBytes(UTF_8));
      within = false;
    }
    for (Message element : part.elements()) {
      if (within) {
        bytes.write(',');
      }
      bytes.writeBytes(MessageWriter.write(element));
      within = true;
    }
    token = part.nextToken();
    if (token.isEmpty()) {
      bytes.write(']');
      lists.removeFirst();
    }
  }
}

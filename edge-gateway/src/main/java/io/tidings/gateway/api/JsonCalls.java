package io.tidings.gateway.api;

import com.google.protobuf.Message;
import io.micronaut.http.HttpRequest;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.json.JsonReader;
import io.tidings.gateway.json.MessageReader;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.value.v1.Value;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes a gRPC call of a request that came with a secret key, and JSON of its answer. */
@Singleton
final class JsonCalls {
  /** A repetition of a request with the same key is answered the same and does nothing anew. */
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** What the contracts call it. */
  private static final List<String> KEY_FIELDS = List.of("idempotency_key", "request_id");

  private final Callers callers;

  JsonCalls(Callers callers) {
    this.callers = callers;
  }

  /**
   * Calls with the message that the body says.
   *
   * @param into may hold what the path says already
   */
  <Q extends Message.Builder> byte[] send(
      HttpRequest<byte[]> request, Q into, Function<Q, Message> call) {
    return send(request, UnaryOperator.identity(), into, call);
  }

  /**
   * @param shorthand turns what people may write into what the contract says
   */
  <Q extends Message.Builder> byte[] send(
      HttpRequest<byte[]> request,
      UnaryOperator<Map<String, Value>> shorthand,
      Q into,
      Function<Q, Message> call) {
    var caller = callers.withSecretKey(request);
    var body = request.getBody().orElseGet(() -> new byte[0]);
    MessageReader.read(shorthand.apply(JsonReader.readObject(body).getValuesMap()), into);
    idempotencyKey(request, into);
    return MessageWriter.write(caller.call(() -> call.apply(into)));
  }

  /**
   * Asks for a page of a list. Every list of the contracts says by the same names which one.
   *
   * @param asked what of the list is wanted, but for the page
   */
  <Q extends Message.Builder> byte[] list(
      HttpRequest<?> request, Page page, Q asked, Function<Q, Message> call) {
    var type = asked.getDescriptorForType();
    asked.setField(type.findFieldByName("page_size"), page.pageSize());
    asked.setField(type.findFieldByName("page_token"), page.pageToken());
    return fetch(request, () -> call.apply(asked));
  }

  /** Makes a call that the path says all of. */
  byte[] fetch(HttpRequest<?> request, Supplier<Message> call) {
    return answer(request, () -> MessageWriter.write(call.get()));
  }

  /** Makes a call that the path says all of and whose answer is no message of the contracts. */
  byte[] answer(HttpRequest<?> request, Supplier<byte[]> call) {
    return callers.withSecretKey(request).call(call::get);
  }

  private static void idempotencyKey(HttpRequest<?> request, Message.Builder into) {
    var key = request.getHeaders().get(IDEMPOTENCY_KEY);
    for (var name : KEY_FIELDS) {
      var field = into.getDescriptorForType().findFieldByName(name);
      if (key != null && field != null && !into.hasField(field)) {
        into.setField(field, key);
      }
    }
  }
}

package io.tidings.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document in one pass. What is valid JSON but cannot be kept (nested too deep, a
 * number out of range, a NUL character) is noted as a {@link Defect} and read over, so that one
 * item at fault leaves its neighbours alone.
 */
public final class JsonReader {
  /** Protobuf reads a message 100 levels deep, and each level of JSON takes three of them. */
  static final int MAX_DEPTH = 20;

  /** Up to this length the parser's own conversion of a number is quick. */
  private static final int SHORT_NUMBER = 18;

  /**
   * The body's size bounds all of these; a limit here would refuse a batch for one of its items.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;
  private @Nullable JsonStreamContext base;
  private @Nullable Defect defect;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** What is done with a reader that stands at the first token. */
  public interface Reading<T> {
    T read(JsonReader reader) throws IOException;
  }

  /**
   * Reads a body.
   *
   * @throws MalformedJsonException when it is not JSON, or goes on after what {@code reading} took
   */
  public static <T> T read(byte[] body, Reading<T> reading) {
    try (var parser = JSON.createParser(body)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("body is empty; a JSON object is needed");
      }
      var result = reading.read(new JsonReader(parser));
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("body goes on after its JSON object");
      }
      return result;
    } catch (JsonProcessingException failure) {
      throw MalformedJsonException.from(failure);
    } catch (IOException _) {
      // Bytes in memory fail by what is in them alone; so the parser tells of broken encodings.
      throw new MalformedJsonException("body is not valid UTF-8");
    }
  }

  /**
   * Reads a body that is one JSON object.
   *
   * @throws DefectException when some of it cannot be kept
   */
  public static ValueObject readObject(byte[] body) {
    return read(
        body,
        reader -> {
          var object = reader.object("body");
          reader
              .takeDefect()
              .ifPresent(found -> {
                throw new DefectException(found);
              });
          return object;
        });
  }

  /** The current token. */
  public JsonToken token() {
    return parser.currentToken();
  }

  /** Goes to the next token of an array or object that has not ended. */
  public JsonToken next() throws IOException {
    return parser.nextToken();
  }

  /** The name of the current member. */
  public String name() throws IOException {
    return parser.currentName();
  }

  /** How many bytes of the body lie before the current token. */
  public long start() {
    return parser.currentTokenLocation().getByteOffset();
  }

  /** How many bytes of the body have been read. */
  public long end() {
    return parser.currentLocation().getByteOffset();
  }

  /**
   * Reads the object that begins at the current token.
   *
   * @throws MalformedJsonException when it is none, naming it {@code what}
   */
  public ValueObject object(String what) throws IOException {
    expectObject(what);
    base = parser.getParsingContext();
    return members(1).build();
  }

  /** Refuses anything but the beginning of an object. */
  public void expectObject(String what) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedJsonException(
          what + " is " + Kinds.of(parser.currentToken()) + "; an object is needed");
    }
  }

  /** Reads the value that begins at the current token, whatever it is. */
  public Value value() throws IOException {
    base = parser.getParsingContext();
    return value(1);
  }

  /** The first defect of what was read since the last question. */
  public Optional<Defect> takeDefect() {
    var found = Optional.ofNullable(defect);
    defect = null;
    return found;
  }

  private Value value(int depth) throws IOException {
    var token = parser.currentToken();
    return switch (token) {
      case VALUE_STRING -> Value.newBuilder().setText(text(parser.getText())).build();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      case START_OBJECT ->
          tooDeep(depth)
              ? Value.getDefaultInstance()
              : Value.newBuilder().setObject(members(depth + 1)).build();
      case START_ARRAY ->
          tooDeep(depth)
              ? Value.getDefaultInstance()
              : Value.newBuilder().setList(elements(depth + 1)).build();
      default -> Value.getDefaultInstance();
    };
  }

  private static final Value TRUE = Value.newBuilder().setBoolean(true).build();
  private static final Value FALSE = Value.newBuilder().setBoolean(false).build();

  private ValueObject.Builder members(int depth) throws IOException {
    var members = ValueObject.newBuilder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = text(parser.currentName());
      parser.nextToken();
      members.putValues(name, value(depth));
    }
    return members;
  }

  private ValueList.Builder elements(int depth) throws IOException {
    var elements = ValueList.newBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.addValues(value(depth));
    }
    return elements;
  }

  private boolean tooDeep(int depth) throws IOException {
    if (depth < MAX_DEPTH) {
      return false;
    }
    note("is nested deeper than " + MAX_DEPTH + " levels");
    parser.skipChildren();
    return true;
  }

  private Value number() throws IOException {
    var number =
        parser.getTextLength() <= SHORT_NUMBER
            ? parser.getDoubleValue()
            : Double.parseDouble(parser.getText());
    if (Double.isInfinite(number)) {
      note("is a number out of range; at most 1.79e308 can be kept");
      return Value.getDefaultInstance();
    }
    return Value.newBuilder().setNumber(number).build();
  }

  /** PostgreSQL keeps no NUL in a text. */
  private String text(String text) {
    if (text.indexOf('\0') >= 0) {
      note("holds a NUL character, which cannot be kept");
    }
    return text;
  }

  private void note(String reason) {
    if (defect == null) {
      defect = new Defect(path(), reason);
    }
  }

  private String path() {
    var path = new StringBuilder();
    for (var at = parser.getParsingContext(); at != null; at = at.getParent()) {
      if (at.inArray()) {
        path.insert(0, "[" + at.getCurrentIndex() + "]");
      } else if (at.getCurrentName() != null) {
        path.insert(0, "." + at.getCurrentName());
      }
      if (at == base) {
        break;
      }
    }
    return path.isEmpty() ? "" : path.substring(path.charAt(0) == '.' ? 1 : 0);
  }
}

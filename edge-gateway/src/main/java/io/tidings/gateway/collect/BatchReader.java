package io.tidings.gateway.collect;

import com.fasterxml.jackson.core.JsonToken;
import io.tidings.gateway.json.Defect;
import io.tidings.gateway.json.JsonReader;
import io.tidings.gateway.json.Kinds;
import io.tidings.gateway.json.MalformedJsonException;
import io.tidings.proto.value.v1.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads the body of a batch. A call at fault is an item with a defect; its neighbours are read on.
 */
final class BatchReader {
  private final CollectLimits limits;

  BatchReader(CollectLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws MalformedJsonException when the body is no batch as a whole
   */
  Submission read(byte[] body) {
    return JsonReader.read(body, this::read);
  }

  private Submission read(JsonReader json) throws IOException {
    json.expectObject("body");
    var members = new HashMap<String, Value>();
    List<Submission.Item> items = null;
    while (json.next() != JsonToken.END_OBJECT) {
      var name = json.name();
      json.next();
      if (name.equals("batch")) {
        items = items(json);
      } else {
        members.put(name, json.value());
        json.takeDefect().ifPresent(defect -> refuse(name, defect));
      }
    }
    if (items == null) {
      throw new MalformedJsonException("'batch' is missing; an array of calls is needed");
    }
    return new Submission(members, items);
  }

  private List<Submission.Item> items(JsonReader json) throws IOException {
    if (json.token() != JsonToken.START_ARRAY) {
      throw new MalformedJsonException(
          "'batch' is " + Kinds.of(json.token()) + "; an array of calls is needed");
    }
    var items = new ArrayList<Submission.Item>();
    while (json.next() != JsonToken.END_ARRAY) {
      if (items.size() == limits.batchCalls()) {
        throw new MalformedJsonException(
            "'batch' has more than the " + limits.batchCalls() + " calls that are allowed");
      }
      items.add(item(json));
    }
    return items;
  }

  private Submission.Item item(JsonReader json) throws IOException {
    var start = json.start();
    var value = json.value();
    var length = json.end() - start;
    var defect = json.takeDefect();
    if (value.getKindCase() != Value.KindCase.OBJECT) {
      defect = Optional.of(new Defect("", "is " + Kinds.of(value) + "; an object is needed"));
    } else if (length > limits.callBytes()) {
      defect = Optional.of(tooLarge(length));
    }
    return new Submission.Item(value.getObject().getValuesMap(), defect);
  }

  private Defect tooLarge(long length) {
    return new Defect(
        "", "has " + length + " bytes; at most " + limits.callBytes() + " are allowed in a call");
  }

  private static void refuse(String name, Defect defect) {
    throw new MalformedJsonException("'" + name + "' " + defect.reason());
  }
}

package io.tidings.gateway.engage;

import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.Kinds;
import io.tidings.proto.value.v1.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a user is to be on a list.
 *
 * @param id of the list, the customer's or the platform's own
 */
record ListChoice(String id, boolean subscribed) {
  private static final int MOST = 20;

  /**
   * Ids, which subscribe, or objects with {@code id} and {@code subscribed}.
   *
   * @throws DefectException for anything else, and for more than 20
   */
  static List<ListChoice> read(List<Value> lists) {
    if (lists.size() > MOST) {
      throw new DefectException(
          "lists", "names " + lists.size() + " lists; at most " + MOST + " are taken at once");
    }
    var choices = new ArrayList<ListChoice>(lists.size());
    for (var i = 0; i < lists.size(); i++) {
      choices.add(read("lists[" + i + "]", lists.get(i)));
    }
    return choices;
  }

  private static ListChoice read(String at, Value list) {
    return switch (list.getKindCase()) {
      case TEXT -> new ListChoice(list.getText(), true);
      case OBJECT -> {
        var fields = new Fields(at + ".", list.getObject().getValuesMap());
        yield new ListChoice(
            fields
                .text("id")
                .orElseThrow(() -> new DefectException(at + ".id", "is missing; name the list")),
            fields.flag("subscribed").orElse(true));
      }
      case NUMBER, BOOLEAN, DATE_TIME, LIST, KIND_NOT_SET ->
          throw new DefectException(
              at, "is " + Kinds.of(list) + "; the id of a list or an object is needed");
    };
  }
}

package io.tidings.messaging.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decisions as they are on file: {@code [[gate, passed, detail, epoch milliseconds], …]}. */
public final class Decisions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Decisions() {}

  public static String write(List<Decision> decisions) {
    ArrayNode all = JSON.createArrayNode();
    for (Decision decision : decisions) {
      all.addArray()
          .add(decision.gate())
          .add(decision.passed())
          .add(decision.detail())
          .add(decision.at().toEpochMilli());
    }
    return all.toString();
  }

  static List<Decision> read(String json) {
    try {
      List<Decision> decisions = new ArrayList<>();
      for (JsonNode decision : JSON.readTree(json)) {
        decisions.add(
            new Decision(
                decision.get(0).asText(),
                decision.get(1).asBoolean(),
                decision.get(2).asText(),
                Instant.ofEpochMilli(decision.get(3).asLong())));
      }
      return decisions;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("decisions on file cannot be read", e);
    }
  }
}

package io.tidings.gateway.profileapi;

import io.micronaut.http.HttpRequest;
import io.tidings.gateway.access.Callers;
import io.tidings.gateway.answer.ErrorCode;
import io.tidings.gateway.answer.Problem;
import io.tidings.gateway.json.MessageWriter;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.value.v1.Value;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;

/** Lets callers into the space that their key is of, and reads how they name a profile. */
@Singleton
final class Spaces {
  private final Callers callers;

  Spaces(Callers callers) {
    this.callers = callers;
  }

  /**
   * @throws Problem 404 for any space but the caller's own, whether there is such a one or not
   */
  byte[] answer(HttpRequest<?> request, String space, Supplier<Map<String, Value>> answer) {
    var caller = callers.withSecretKey(request);
    if (!caller.workspaceId().equals(space)) {
      throw new Problem(
          ErrorCode.NOT_FOUND,
          "there is no space '" + space + "' for this key; use the id of the key's workspace");
    }
    return MessageWriter.write(caller.call(answer::get));
  }

  /**
   * @param typeAndValue as in {@code user_id:ada}, {@code email:ada@example.com}
   */
  static ProfileSelector user(String typeAndValue) {
    var colon = colon(typeAndValue);
    var type = typeAndValue.substring(0, colon);
    var value = typeAndValue.substring(colon + 1);
    var selector = ProfileSelector.newBuilder();
    if (type.equals("user_id")) {
      selector.setUserId(value);
    } else {
      selector.getIdentifierBuilder().setType(type).setValue(value);
    }
    return selector.build();
  }

  /**
   * @param typeAndValue as in {@code group_id:acme}
   */
  static CompanySelector account(String typeAndValue) {
    var colon = colon(typeAndValue);
    if (!typeAndValue.startsWith("group_id:")) {
      throw Problem.invalid(
          "",
          "'"
              + typeAndValue.substring(0, colon)
              + "' names no account; an account is known by its group_id");
    }
    return CompanySelector.newBuilder().setGroupId(typeAndValue.substring(colon + 1)).build();
  }

  private static int colon(String typeAndValue) {
    var colon = typeAndValue.indexOf(':');
    if (colon < 1 || colon == typeAndValue.length() - 1) {
      throw Problem.invalid(
          "",
          "'"
              + typeAndValue
              + "' names no profile; give the type of an identifier and its value, like"
              + " user_id:ada or email:ada@example.com");
    }
    return colon;
  }
}

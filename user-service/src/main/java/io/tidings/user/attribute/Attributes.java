package io.tidings.user.attribute;

import io.tidings.typing.Definition;
import io.tidings.typing.Schemas;
import io.tidings.typing.ValueType;
import io.tidings.user.RefusedException;
import jakarta.inject.Singleton;
import java.util.List;

/** The attributes that a workspace has defined. */
@Singleton
final class Attributes {
  private final Schemas schemas;

  Attributes(Schemas schemas) {
    this.schemas = schemas;
  }

  /**
   * Defines an attribute ahead of its values.
   *
   * @throws RefusedException where it cannot be, or is of another type already
   */
  Definition define(String workspaceId, AttributeSubject subject, String name, ValueType type)
      throws RefusedException {
    AttributeSchema.checkName("name", name);
    if (subject.hasOfItsOwn(name)) {
      throw new RefusedException(
          "name", "%s is a standard attribute and has a type of its own".formatted(name));
    }
    Definition definition =
        schemas
            .define(workspaceId, subject.scope(), name, type)
            .orElseThrow(() ->
                new RefusedException(
                    "name",
                    "%d attributes are defined, which is as many as there may be"
                        .formatted(schemas.namesPerScope())));
    if (definition.type() != type) {
      throw new RefusedException(
          "type",
          "%s is defined as %s; change its type instead of defining it as %s"
              .formatted(RefusedException.quoted(name), definition.type().text(), type.text()));
    }
    return definition;
  }

  boolean isDefined(String workspaceId, AttributeSubject subject, String name) {
    return schemas.find(workspaceId, subject.scope(), name).isPresent();
  }

  /**
   * Those of a subject by name.
   *
   * @param after the last name of the page before; empty for the first page
   */
  List<Definition> page(String workspaceId, AttributeSubject subject, String after, int size) {
    return schemas.page(workspaceId, subject.scope(), after, size);
  }
}

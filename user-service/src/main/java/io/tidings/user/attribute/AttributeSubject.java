package io.tidings.user.attribute;

import java.util.Set;

/** Whose attributes they are. Each has a schema of its own. */
public enum AttributeSubject {
  USER("user", Set.of("user_id")) {
    @Override
    boolean hasOfItsOwn(String name) {
      return super.hasOfItsOwn(name)
          || StandardAttribute.allNames().contains(name)
          || DerivedAttributes.NAMES.contains(name);
    }
  },
  COMPANY("company", Set.of("address", "description", "email", "employees", "name", "phone"));

  private final String scope;
  private final Set<String> own;

  AttributeSubject(String scope, Set<String> own) {
    this.scope = scope;
    this.own = own;
  }

  /** Under what its types are kept. */
  String scope() {
    return scope;
  }

  /** Whether the name means something to Tidings: it has no type that anybody defines. */
  boolean hasOfItsOwn(String name) {
    return own.contains(name);
  }
}

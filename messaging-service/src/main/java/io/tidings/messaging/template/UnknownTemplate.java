package io.tidings.messaging.template;

/** The workspace has no such template. */
public final class UnknownTemplate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownTemplate(String idOrName) {
    super(
        "the workspace has no template '%s'; ListTemplates tells those it has".formatted(idOrName));
  }
}

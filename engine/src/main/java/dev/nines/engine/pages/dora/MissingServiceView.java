package dev.nines.engine.pages.dora;

import dev.nines.engine.pages.PageView;

/** What is said of a service that is not declared. */
public final class MissingServiceView extends PageView {
  private final String name;

  MissingServiceView(String name) {
    super("missing-service.ftlh");
    this.name = name;
  }

  /** {@return the name that was asked for} */
  public String getName() {
    return name;
  }
}

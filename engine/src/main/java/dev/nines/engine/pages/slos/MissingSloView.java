package dev.nines.engine.pages.slos;

import dev.nines.engine.pages.PageView;

/** What is said of an SLO that is not declared. */
public final class MissingSloView extends PageView {
  private final String name;

  MissingSloView(String name) {
    super("missing-slo.ftlh");
    this.name = name;
  }

  /** {@return the name that was asked for} */
  public String getName() {
    return name;
  }
}

package dev.nines.engine.pages.probes;

import dev.nines.engine.pages.PageView;

/** What is said of a probe that is not declared. */
public final class MissingProbeView extends PageView {
  private final String name;

  MissingProbeView(String name) {
    super("missing-probe.ftlh");
    this.name = name;
  }

  /** {@return the name that was asked for} */
  public String getName() {
    return name;
  }
}

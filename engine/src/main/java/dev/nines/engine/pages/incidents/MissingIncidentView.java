package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.PageView;

/** What is said of an incident that there is not. */
public final class MissingIncidentView extends PageView {
  private final long number;

  MissingIncidentView(long number) {
    super("missing-incident.ftlh");
    this.number = number;
  }

  /** {@return the number that was asked for} */
  public long getNumber() {
    return number;
  }
}

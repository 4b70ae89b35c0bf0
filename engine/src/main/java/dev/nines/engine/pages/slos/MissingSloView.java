package dev.nines.engine.pages.slos;

import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;

/** What is said of an SLO that is not declared. */
public final class MissingSloView extends View {
  private final String name;

  MissingSloView(String name) {
    super("missing-slo.ftlh", StandardCharsets.UTF_8);
    this.name = name;
  }

  /** {@return the name that was asked for} */
  public String getName() {
    return name;
  }
}

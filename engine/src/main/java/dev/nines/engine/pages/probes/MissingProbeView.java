package dev.nines.engine.pages.probes;

import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;

/** What is said of a probe that is not declared. */
public final class MissingProbeView extends View {
  private final String name;

  MissingProbeView(String name) {
    super("missing-probe.ftlh", StandardCharsets.UTF_8);
    this.name = name;
  }

  /** {@return the name that was asked for} */
  public String getName() {
    return name;
  }
}

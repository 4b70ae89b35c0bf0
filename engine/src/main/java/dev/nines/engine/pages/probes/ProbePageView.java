package dev.nines.engine.pages.probes;

import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;

/** The page of a probe and the templates that print it. */
public final class ProbePageView extends View {
  private final ProbePage page;

  private ProbePageView(String template, ProbePage page) {
    super(template, StandardCharsets.UTF_8);
    this.page = page;
  }

  static ProbePageView whole(ProbePage page) {
    return new ProbePageView("probe.ftlh", page);
  }

  /** What is fetched again and again while the page is open. */
  static ProbePageView fragment(ProbePage page) {
    return new ProbePageView("probe-fragment.ftlh", page);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public ProbePage getPage() {
    return page;
  }
}

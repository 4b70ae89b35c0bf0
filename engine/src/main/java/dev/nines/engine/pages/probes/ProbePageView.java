package dev.nines.engine.pages.probes;

import dev.nines.engine.pages.PageView;

/** The page of a probe and the templates that print it. */
public final class ProbePageView extends PageView {
  private final ProbePage page;

  private ProbePageView(String template, ProbePage page) {
    super(template);
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

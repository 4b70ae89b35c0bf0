package dev.nines.engine.pages.slos;

import dev.nines.engine.pages.PageView;

/** The page of an SLO and the templates that print it. */
public final class SloPageView extends PageView {
  private final SloPage page;

  private SloPageView(String template, SloPage page) {
    super(template);
    this.page = page;
  }

  static SloPageView whole(SloPage page) {
    return new SloPageView("slo.ftlh", page);
  }

  /** What is fetched again and again while the page is open. */
  static SloPageView fragment(SloPage page) {
    return new SloPageView("slo-fragment.ftlh", page);
  }

  /** The history, which is fetched less often. */
  static SloPageView history(SloPage page) {
    return new SloPageView("slo-history.ftlh", page);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public SloPage getPage() {
    return page;
  }
}

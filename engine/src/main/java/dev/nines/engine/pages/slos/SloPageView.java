package dev.nines.engine.pages.slos;

import dev.nines.engine.pages.PageView;

/** The page of an SLO and the template that prints it. */
public final class SloPageView extends PageView {
  private final SloPage page;

  SloPageView(SloPage page) {
    super("slo.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public SloPage getPage() {
    return page;
  }
}

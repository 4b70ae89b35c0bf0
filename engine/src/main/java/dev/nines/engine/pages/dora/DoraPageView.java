package dev.nines.engine.pages.dora;

import dev.nines.engine.pages.PageView;

/** The figures of services, and the template that prints them. */
public final class DoraPageView extends PageView {
  private final DoraPage page;

  DoraPageView(DoraPage page) {
    super("dora.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public DoraPage getPage() {
    return page;
  }
}

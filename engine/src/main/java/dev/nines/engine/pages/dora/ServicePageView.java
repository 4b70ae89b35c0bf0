package dev.nines.engine.pages.dora;

import dev.nines.engine.pages.PageView;

/** A service and the template that prints it. */
public final class ServicePageView extends PageView {
  private final ServicePage page;

  ServicePageView(ServicePage page) {
    super("service.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public ServicePage getPage() {
    return page;
  }
}

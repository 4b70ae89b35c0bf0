package dev.nines.engine.pages.services;

import dev.nines.engine.pages.PageView;

/** The page of a service and the templates that print it. */
public final class ServicePageView extends PageView {
  private final ServicePage page;

  private ServicePageView(String template, ServicePage page) {
    super(template);
    this.page = page;
  }

  static ServicePageView whole(ServicePage page) {
    return new ServicePageView("service.ftlh", page);
  }

  /** What is fetched again and again while the page is open. */
  static ServicePageView fragment(ServicePage page) {
    return new ServicePageView("service-fragment.ftlh", page);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public ServicePage getPage() {
    return page;
  }
}

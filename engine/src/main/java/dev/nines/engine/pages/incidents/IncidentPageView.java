package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.PageView;

/** The page of an incident and the templates that print it. */
public final class IncidentPageView extends PageView {
  private final IncidentPage page;

  private IncidentPageView(String template, IncidentPage page) {
    super(template);
    this.page = page;
  }

  static IncidentPageView whole(IncidentPage page) {
    return new IncidentPageView("incident.ftlh", page);
  }

  /** What is fetched again and again while the page is open; no form is in it. */
  static IncidentPageView fragment(IncidentPage page) {
    return new IncidentPageView("incident-fragment.ftlh", page);
  }

  /** Strips and budgets, which are fetched less often. */
  static IncidentPageView effects(IncidentPage page) {
    return new IncidentPageView("incident-effects.ftlh", page);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public IncidentPage getPage() {
    return page;
  }
}

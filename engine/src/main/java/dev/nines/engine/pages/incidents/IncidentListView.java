package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.PageView;

/** The list of incidents and the template that prints it. */
public final class IncidentListView extends PageView {
  private final IncidentListPage page;

  IncidentListView(IncidentListPage page) {
    super("incidents.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public IncidentListPage getPage() {
    return page;
  }
}

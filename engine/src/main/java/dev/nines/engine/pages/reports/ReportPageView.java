package dev.nines.engine.pages.reports;

import dev.nines.engine.pages.PageView;

/** The report of a month and the template that prints it. */
public final class ReportPageView extends PageView {
  private final ReportPage page;

  ReportPageView(ReportPage page) {
    super("report.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public ReportPage getPage() {
    return page;
  }
}

package dev.nines.engine.pages;

/** The overview and the template that prints it. */
public final class OverviewView extends PageView {
  private final OverviewPage page;

  private OverviewView(String template, OverviewPage page) {
    super(template);
    this.page = page;
  }

  static OverviewView whole(OverviewPage page) {
    return new OverviewView("overview.ftlh", page);
  }

  /** What is fetched again and again while the page is open. */
  static OverviewView fragment(OverviewPage page) {
    return new OverviewView("overview-fragment.ftlh", page);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public OverviewPage getPage() {
    return page;
  }
}

package dev.nines.engine.pages;

import java.util.List;

/** The overview and the template that prints it. */
public final class OverviewView extends PageView {
  private final OverviewPage page;
  private final List<SilenceLine> silences;

  private OverviewView(String template, OverviewPage page, List<SilenceLine> silences) {
    super(template);
    this.page = page;
    this.silences = List.copyOf(silences);
  }

  static OverviewView whole(OverviewPage page, List<SilenceLine> silences) {
    return new OverviewView("overview.ftlh", page, silences);
  }

  /** What is fetched again and again while the page is open. */
  static OverviewView fragment(OverviewPage page, List<SilenceLine> silences) {
    return new OverviewView("overview-fragment.ftlh", page, silences);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public OverviewPage getPage() {
    return page;
  }

  /** {@return the silences that hold now} */
  public List<SilenceLine> getSilences() {
    return silences;
  }
}

package dev.nines.engine.pages.slos;

import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;

/** The page of an SLO and the template that prints it. */
public final class SloPageView extends View {
  private final SloPage page;

  SloPageView(SloPage page) {
    super("slo.ftlh", StandardCharsets.UTF_8);
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public SloPage getPage() {
    return page;
  }
}

package dev.nines.engine.pages.gate;

import dev.nines.engine.pages.PageView;

/** A panel alone, and the templates that print it. */
public final class GatePanelView extends PageView {
  private final GatePanel gate;

  private GatePanelView(String template, GatePanel gate) {
    super(template);
    this.gate = gate;
  }

  /** What is fetched again and again while the page of a service is open. */
  static GatePanelView fragment(GatePanel gate) {
    return new GatePanelView("gate-fragment.ftlh", gate);
  }

  /** A page of its own, for a form that was not taken. */
  static GatePanelView refused(GatePanel gate) {
    return new GatePanelView("gate-refused.ftlh", gate);
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public GatePanel getGate() {
    return gate;
  }
}

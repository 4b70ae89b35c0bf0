package dev.nines.engine.pages.silences;

import dev.nines.engine.pages.PageView;
import dev.nines.engine.pages.text.Moment;
import java.util.List;

/** The page of silences and the template that prints it. */
public final class SilencesView extends PageView {
  private final Page page;

  /**
   * What is printed.
   *
   * @param asOf when
   * @param lasting those that hold or are to come: the declared ones, then the others, newest first
   * @param past the newest of those that are over
   */
  public record Page(Moment asOf, List<SilenceRow> lasting, List<SilenceRow> past) {
    /** Copies the lists. */
    public Page {
      lasting = List.copyOf(lasting);
      past = List.copyOf(past);
    }
  }

  /**
   * A page.
   *
   * @param page what is printed
   */
  public SilencesView(Page page) {
    super("silences.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public Page getPage() {
    return page;
  }
}

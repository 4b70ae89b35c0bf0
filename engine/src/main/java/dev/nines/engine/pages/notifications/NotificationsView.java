package dev.nines.engine.pages.notifications;

import dev.nines.engine.pages.PageView;
import dev.nines.engine.pages.text.Moment;
import java.util.List;

/** The page of notifications and the template that prints it. */
public final class NotificationsView extends PageView {
  private final Page page;

  /**
   * What is printed.
   *
   * @param asOf when
   * @param dead those that were given up, newest first
   * @param pending those that wait, newest first
   * @param delivered the newest that were delivered
   * @param most how many are shown of each at most
   */
  public record Page(
      Moment asOf,
      List<NotificationRow> dead,
      List<NotificationRow> pending,
      List<NotificationRow> delivered,
      int most) {
    /** Copies the lists. */
    public Page {
      dead = List.copyOf(dead);
      pending = List.copyOf(pending);
      delivered = List.copyOf(delivered);
    }
  }

  /**
   * A page.
   *
   * @param page what is printed
   */
  public NotificationsView(Page page) {
    super("notifications.ftlh");
    this.page = page;
  }

  /** {@return what is printed; FreeMarker finds it by the bean's name} */
  public Page getPage() {
    return page;
  }
}

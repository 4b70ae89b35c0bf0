package dev.nines.channel.receivers;

import dev.nines.channel.Channel;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.Templates;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/**
 * Tells the log, in one line.
 *
 * @param name the channel's name
 * @param templates in which words
 * @param zone the zone of their times
 * @param log takes the line
 */
public record LogChannel(String name, Templates templates, ZoneId zone, Consumer<String> log)
    implements Channel {
  /**
   * Tells it in the usual words.
   *
   * @param name the channel's name
   * @param log takes the line
   */
  public LogChannel(String name, Consumer<String> log) {
    this(name, Templates.NONE, ZoneOffset.UTC, log);
  }

  @Override
  public Delivery deliver(Notification notification) {
    var about =
        notification.incident().map(i -> " #%d %s".formatted(i.id(), i.state().label())).orElse("");
    var line =
        "%s%s (%s) %s %s"
            .formatted(
                notification.type().label(),
                about,
                notification.severity().label(),
                text(notification),
                notification.url());
    // A name or reason from outside must not be able to forge a second line.
    log.accept(line.replaceAll("\\p{Cntrl}", " "));
    return new Delivery.Delivered();
  }

  private String text(Notification notification) {
    if (templates.equals(Templates.NONE)) {
      return notification.summary();
    }
    var words = templates.wording(notification, zone);
    return templates.text().isPresent() ? words.text() : words.title();
  }
}

package dev.nines.channel;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells the log, in one line.
 *
 * @param name the channel's name
 * @param log takes the line
 */
public record LogChannel(String name, Consumer<String> log) implements Channel {
  @Override
  public Delivery deliver(Notification notification) {
    var about =
        notification
            .incident()
            .map(i -> " #%d %s".formatted(i.id(), i.state().name().toLowerCase(Locale.ROOT)))
            .orElse("");
    var line =
        "%s%s (%s) %s %s"
            .formatted(
                notification.type().label(),
                about,
                notification.severity().label(),
                notification.summary(),
                notification.url());
    // A name or reason from outside must not be able to forge a second line.
    log.accept(line.replaceAll("\\p{Cntrl}", " "));
    return new Delivery.Delivered();
  }
}

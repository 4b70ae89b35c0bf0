package dev.nines.channel;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * In which words is a channel told, where not in the usual ones?
 *
 * @param title makes the title
 * @param text makes the text, and then no facts stand beside it
 */
public record Templates(Optional<TextTemplate> title, Optional<TextTemplate> text) {
  /** The usual words. */
  public static final Templates NONE = new Templates(Optional.empty(), Optional.empty());

  /**
   * Finds the words. Somebody must be told whatever a template does: where one fails, the usual
   * words stand in its place. They also tell of deployments, since templates are written for harm.
   *
   * @param notification what is told
   * @param zone the zone of the reader's times
   * @return the words
   */
  public Wording wording(Notification notification, ZoneId zone) {
    var usual = Wording.of(notification, zone);
    if (notification.deployment().isPresent()) {
      return usual;
    }
    var ownTitle = title.flatMap(template -> rendered(template, notification, zone));
    var ownText = text.flatMap(template -> rendered(template, notification, zone));
    return new Wording(
        ownTitle.orElse(usual.title()),
        ownText.orElse(usual.text()),
        ownText.isPresent() ? List.of() : usual.facts());
  }

  private static Optional<String> rendered(
      TextTemplate template, Notification notification, ZoneId zone) {
    try {
      return Optional.of(template.render(notification, zone)).filter(made -> !made.isBlank());
    } catch (TextTemplate.Unusable _) {
      return Optional.empty();
    }
  }
}

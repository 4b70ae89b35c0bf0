package dev.nines.channel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is declared of a service that a person or a router wants to know beside what happened.
 *
 * @param displayName the service's name for people; empty where it has none of its own
 * @param labels the service's labels, several values of one joined by commas; at most {@value
 *     #MOST_LABELS}, each value at most {@value #LONGEST_VALUE} characters
 * @param runbook where it is written what to do
 * @param owner whose business it is
 */
public record Background(
    String displayName,
    Map<String, String> labels,
    Optional<String> runbook,
    Optional<String> owner) {
  /** Nothing is known. */
  public static final Background NONE =
      new Background("", Map.of(), Optional.empty(), Optional.empty());

  static final int MOST_LABELS = 20;
  static final int LONGEST_VALUE = 200;

  /** Copies the labels, in their order, as far as they go. */
  public Background {
    var kept = new LinkedHashMap<String, String>();
    labels.entrySet().stream()
        .limit(MOST_LABELS)
        .forEach(
            label -> kept.put(label.getKey(), Notification.cut(label.getValue(), LONGEST_VALUE)));
    labels = Collections.unmodifiableMap(kept);
    displayName = Notification.cut(displayName, LONGEST_VALUE);
    runbook = runbook.map(text -> Notification.cut(text, Notification.LONGEST_SUMMARY));
    owner = owner.map(text -> Notification.cut(text, LONGEST_VALUE));
  }
}

package dev.nines.engine.catalog;

import dev.nines.incident.Escalation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How people are told, beside by which channels.
 *
 * @param giveUpAfter how long a notification is tried, by the channel's name; the others have the
 *     default
 * @param escalations who is told next, by service; of the others nobody
 * @param silences what is not told, in the order of declaration
 * @param heartbeats jobs that call, in the order of declaration
 */
public record Telling(
    Map<String, Duration> giveUpAfter,
    Map<String, Escalation> escalations,
    List<Silence> silences,
    List<Heartbeat> heartbeats) {
  /** Nothing is declared. */
  public static final Telling NONE = new Telling(Map.of(), Map.of(), List.of(), List.of());

  /** How long a notification is tried where nothing is said. */
  public static final Duration GIVE_UP_AFTER = Duration.ofDays(1);

  /** Copies the collections. */
  public Telling {
    giveUpAfter = Map.copyOf(giveUpAfter);
    escalations = Map.copyOf(escalations);
    silences = List.copyOf(silences);
    heartbeats = List.copyOf(heartbeats);
  }

  /**
   * Finds how long a channel is tried.
   *
   * @param channel its name
   * @return after how long a notification is given up
   */
  public Duration giveUpAfter(String channel) {
    return giveUpAfter.getOrDefault(channel, GIVE_UP_AFTER);
  }

  /**
   * Finds who is told next.
   *
   * @param service of which service
   * @return the steps
   */
  public Escalation escalationOf(String service) {
    return escalations.getOrDefault(service, Escalation.NONE);
  }
}

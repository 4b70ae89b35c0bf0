package dev.nines.slo.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/**
 * A time measured in every incident, from one of its instants to another.
 *
 * <p>When a failure began is known only to lie between the last good run and the first bad one, so
 * the time to detect is given by its two bounds.
 */
public enum TimeTo {
  /** MTTD, lower bound: had the failure begun with the first bad run. */
  DETECT_AT_LEAST("detected - impactStart"),
  /** MTTD, upper bound: had the failure begun right after the last good run. */
  DETECT_AT_MOST("detected - lastGood"),
  /** MTTA, over incidents that were acknowledged. */
  ACKNOWLEDGE("acknowledged - opened"),
  /** MTTR in the sense of restore: until the service worked again. */
  RESTORE("restored - impactStart");

  private final String anchors;

  TimeTo(String anchors) {
    this.anchors = anchors;
  }

  /** {@return the two instants of {@link IncidentTimes}, as a difference} */
  public String anchors() {
    return anchors;
  }

  /**
   * Measures incidents.
   *
   * @param incidents any number of them; each counts, overlapping or not
   * @return the figure
   */
  public Figure over(Collection<IncidentTimes> incidents) {
    var values = new ArrayList<Duration>();
    var leftOut = 0;
    var invalid = 0;
    for (var incident : incidents) {
      var start = start(incident);
      var end = end(incident);
      if (start.isEmpty() || end.isEmpty()) {
        leftOut++;
      } else if (end.get().isBefore(start.get())) {
        invalid++;
      } else {
        values.add(Duration.between(start.get(), end.get()));
      }
    }
    return values.isEmpty()
        ? new Figure.None(this, leftOut, invalid)
        : new Figure.Recorded(this, values, leftOut, invalid);
  }

  private Optional<Instant> start(IncidentTimes incident) {
    return switch (this) {
      case DETECT_AT_LEAST, RESTORE -> Optional.of(incident.impactStart());
      case DETECT_AT_MOST -> incident.lastGood();
      case ACKNOWLEDGE -> Optional.of(incident.opened());
    };
  }

  private Optional<Instant> end(IncidentTimes incident) {
    return switch (this) {
      case DETECT_AT_LEAST, DETECT_AT_MOST -> Optional.of(incident.detected());
      case ACKNOWLEDGE -> incident.acknowledged();
      case RESTORE -> incident.restored();
    };
  }
}

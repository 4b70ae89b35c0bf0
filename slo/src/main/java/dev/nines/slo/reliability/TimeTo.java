package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time measured in every incident, from one of its instants to another.
 *
 * <p>When a failure began is known only to lie between the last good run and the first bad one, so
 * the time to detect is given by its two bounds. MTTR has four meanings in the literature: here
 * {@link #RESTORE} is the time to recover, and the two to resolve are named for what they are.
 */
public enum TimeTo {
  /** MTTD, lower bound: had the failure begun with the first bad run. */
  DETECT_AT_LEAST("detected - impactStart"),
  /** MTTD, upper bound: had the failure begun right after the last good run. */
  DETECT_AT_MOST("detected - lastGood"),
  /** MTTA, over incidents that were acknowledged. */
  ACKNOWLEDGE("acknowledged - opened"),
  /** MTTR in the sense of recover: until the service worked again, the last time if it relapsed. */
  RESTORE("restored - impactStart"),
  /** Until the incident was closed for the first time, relapses after it left aside. */
  RESOLVE_FIRST("firstResolved - impactStart"),
  /** Until the incident was closed for good, its reopenings included. */
  RESOLVE("resolved - impactStart");

  private final String anchors;

  TimeTo(String anchors) {
    this.anchors = anchors;
  }

  /** {@return how edges are decided, in a sentence or two for people} */
  public String rule() {
    return switch (this) {
      case DETECT_AT_LEAST ->
          "Lower bound: had the impact begun with the first bad run. An incident that began in"
              + " maintenance has none.";
      case DETECT_AT_MOST ->
          "Upper bound: had the impact begun right after the last good run. An incident before"
              + " which no good run is known, or that began in maintenance, has none.";
      case ACKNOWLEDGE ->
          "The first acknowledgement counts. An open incident without one is pending; one that was"
              + " resolved without is not applicable.";
      case RESTORE ->
          "MTTR as time to recover. An incident counts once, in the window its impact began in,"
              + " also where it crosses the window's end, relapses (the last restoration counts) or"
              + " overlaps another. One not restored yet is pending. Maintenance that begins in"
              + " mid-outage shortens nothing; an impact that began in maintenance counts from the"
              + " end of that maintenance.";
      case RESOLVE_FIRST -> "Until it was closed for the first time, whatever reopened it later.";
      case RESOLVE ->
          "Until it was closed for the last time; one that is open, reopened or not, is pending.";
    };
  }

  /** {@return the two instants of {@link IncidentTimes}, as a difference} */
  public String anchors() {
    return anchors;
  }

  /** {@return what an incident lacks whose time is pending} */
  String waitsFor() {
    return switch (this) {
      case DETECT_AT_LEAST, DETECT_AT_MOST -> "not detected yet";
      case ACKNOWLEDGE -> "not acknowledged yet";
      case RESTORE -> "not restored yet";
      case RESOLVE_FIRST, RESOLVE -> "not resolved yet";
    };
  }

  /** {@return what an incident lacks that will never have this time} */
  String lacks() {
    return switch (this) {
      case DETECT_AT_LEAST -> "began in maintenance";
      case DETECT_AT_MOST -> "no good run before it is known, or it began in maintenance";
      case ACKNOWLEDGE -> "resolved without being acknowledged";
      case RESTORE, RESOLVE_FIRST, RESOLVE -> "never over";
    };
  }

  /**
   * The two instants of a time.
   *
   * @param start from when
   * @param end until when; one before the start contradicts itself
   */
  record Ends(Instant start, Instant end) {
    boolean contradict() {
      return end.isBefore(start);
    }

    Duration length() {
      return Duration.between(start, end);
    }
  }

  /** {@return the two instants in an incident; empty where it lacks one, see {@link #isPending}} */
  Optional<Ends> ends(IncidentTimes incident) {
    return switch (this) {
      case DETECT_AT_LEAST ->
          incident.fromMaintenance()
              ? Optional.empty()
              : Optional.of(new Ends(incident.impactStart(), incident.detected()));
      case DETECT_AT_MOST ->
          incident.fromMaintenance()
              ? Optional.empty()
              : incident.lastGood().map(lastGood -> new Ends(lastGood, incident.detected()));
      case ACKNOWLEDGE -> incident.acknowledged().map(at -> new Ends(incident.opened(), at));
      case RESTORE -> incident.restored().map(at -> new Ends(incident.impactStart(), at));
      case RESOLVE_FIRST ->
          incident.firstResolved().map(at -> new Ends(incident.impactStart(), at));
      case RESOLVE -> incident.resolved().map(at -> new Ends(incident.impactStart(), at));
    };
  }

  /** {@return whether an incident that has no such {@link #ends} may have them yet} */
  boolean isPending(IncidentTimes incident) {
    return switch (this) {
      case DETECT_AT_LEAST, DETECT_AT_MOST -> false;
      case ACKNOWLEDGE -> incident.resolved().isEmpty();
      case RESTORE, RESOLVE_FIRST, RESOLVE -> true;
    };
  }

  /**
   * Measures one incident.
   *
   * @param incident the incident
   * @return the time, with its two instants, or why there is none
   */
  public Figure<Duration> of(IncidentTimes incident) {
    return ends(incident)
        .map(this::between)
        .orElseGet(() ->
            isPending(incident)
                ? new Figure.Pending<>(waitsFor())
                : new Figure.NotApplicable<>(lacks()));
  }

  private Figure<Duration> between(Ends ends) {
    var filledIn = ends.end + " - " + ends.start;
    if (ends.contradict()) {
      return new Figure.Invalid<>("ends before it starts: " + anchors + " = " + filledIn);
    }
    var length = ends.length();
    return new Figure.Recorded<>(
        length, Derivation.of(anchors, filledIn, Durations.meanSeconds(length, 1)));
  }
}

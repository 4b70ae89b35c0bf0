package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.IncidentRow;
import dev.nines.engine.pages.SentForm;
import dev.nines.engine.pages.SilenceLine;
import dev.nines.engine.pages.silences.SilenceForm;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.InstantsInText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.review.IncidentReview;
import dev.nines.engine.review.TimeBetween;
import dev.nines.incident.Escalation;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition.Step;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One incident, ready to print.
 *
 * @param id its number
 * @param service its service's name
 * @param row what a list says of it
 * @param open whether it is not resolved
 * @param verdict down, degraded or up, for the icon
 * @param says what is wrong, or was, in a sentence
 * @param stands where it stands, in a sentence
 * @param asOf the present
 * @param owner who looks after it; empty where nobody is known
 * @param runbook where to read what to do
 * @param reopened how often it was reopened; empty where never
 * @param times when what happened, in order
 * @param lengths how long what took
 * @param signals what it is about
 * @param timeline its steps, in order
 * @param told what channels were told
 * @param strips what probes saw around it
 * @param budgets what it spent of error budgets
 * @param cause which deployments may have caused it
 * @param impactStart as the form to move it shows it
 * @param silence what keeps people from being told of it; empty where nothing does
 * @param silencing the form that silences its service
 * @param form what was wrong with a form, and what was written in it
 */
public record IncidentPage(
    long id,
    String service,
    IncidentRow row,
    boolean open,
    String verdict,
    String says,
    String stands,
    Moment asOf,
    String owner,
    Optional<Link> runbook,
    String reopened,
    List<TimeLine> times,
    List<LengthLine> lengths,
    List<SignalLine> signals,
    List<StepLine> timeline,
    List<ToldLine> told,
    List<StripLine> strips,
    List<BudgetLine> budgets,
    CauseLines cause,
    String impactStart,
    Optional<SilenceLine> silence,
    SilenceForm silencing,
    SentForm form) {
  /**
   * Makes it.
   *
   * @param review what is known
   * @param trace the address of a trace, by its id
   * @param zone the zone that times are shown in
   * @param form what was sent
   * @return the page
   */
  static IncidentPage of(
      IncidentReview review, Function<String, Optional<String>> trace, ZoneId zone, SentForm form) {
    var incident = review.incident();
    var now = review.at().atZone(zone);
    var row = IncidentRow.of(incident, review.service(), now);
    return new IncidentPage(
        incident.id(),
        incident.service(),
        row,
        incident.open(),
        verdict(incident),
        "%s %s for %s: %s"
            .formatted(
                review.service(),
                over(incident) ? "was not well" : "has not been well",
                row.lasts(),
                row.what()),
        stands(review, now),
        Moment.inFull(now),
        incident.owner().or(review.policy()::owner).orElse(""),
        review.policy().runbook().map(Link::of),
        incident.reopened() == 0 ? "" : incident.reopened() + "×",
        times(incident, now),
        TimeBetween.of(incident).stream().map(between -> LengthLine.of(between, now)).toList(),
        incident.signals().stream().map(signal -> SignalLine.of(signal, trace, now)).toList(),
        review.timeline().stream().map(step -> StepLine.of(step, now)).toList(),
        review.told().stream().map(told -> ToldLine.of(told, now)).toList(),
        review.strips().stream().map(strip -> StripLine.of(strip, now)).toList(),
        review.budgets().stream().map(budget -> BudgetLine.of(budget, now)).toList(),
        CauseLines.of(review, now),
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            incident.times().impactStart().truncatedTo(ChronoUnit.SECONDS).atZone(zone)),
        review.silence().map(silence -> SilenceLine.of(silence, now)),
        SilenceForm.in(zone),
        form);
  }

  private static boolean over(Incident incident) {
    return incident.times().restored().isPresent() || !incident.open();
  }

  private static String verdict(Incident incident) {
    if (over(incident)) {
      return "up";
    }
    return incident.severity().compareTo(Severity.ERROR) <= 0 ? "down" : "degraded";
  }

  private static String stands(IncidentReview review, ZonedDateTime now) {
    var times = review.incident().times();
    return switch (review.incident().state()) {
      case OPEN, ACKNOWLEDGED ->
          (times.acknowledged().isEmpty() ? "Nobody has taken it on." : "Somebody is on it.")
              + review.next().map(next -> " " + next(next, now)).orElse("")
              + times
                  .restored()
                  .map(restored ->
                      " Restored at %s: it closes once everything has been quiet for %s."
                          .formatted(Moment.of(restored, now).text(), hold(review.policy())))
                  .orElse("");
      case RESOLVED -> "Resolved at " + Moment.of(times.resolved().orElseThrow(), now).text() + ".";
    };
  }

  private static String next(Escalation.Next next, ZonedDateTime now) {
    return "Next: %s at %s, unless somebody acknowledges it before."
        .formatted(String.join(", ", next.targets()), Moment.of(next.at(), now).text());
  }

  private static String hold(ServicePolicy policy) {
    return DurationText.of(policy.holdTime());
  }

  private static List<TimeLine> times(Incident incident, ZonedDateTime now) {
    IncidentTimes times = incident.times();
    return Stream.of(
            new TimeLine("Last good run", times.lastGood().map(at -> Moment.of(at, now)), ""),
            new TimeLine(
                "Impact start",
                Optional.of(Moment.of(times.impactStart(), now)),
                incident.impactEdited() ? "said by hand" : ""),
            new TimeLine("Detected", Optional.of(Moment.of(times.detected(), now)), ""),
            new TimeLine("Opened", Optional.of(Moment.of(times.opened(), now)), ""),
            new TimeLine("Acknowledged", times.acknowledged().map(at -> Moment.of(at, now)), ""),
            new TimeLine("Restored", times.restored().map(at -> Moment.of(at, now)), ""),
            new TimeLine("Resolved", times.resolved().map(at -> Moment.of(at, now)), ""))
        .toList();
  }

  /**
   * Somewhere to go.
   *
   * @param text what is shown
   * @param href the address; empty where it is none that a browser may follow
   */
  public record Link(String text, String href) {
    static Link of(String address) {
      return of(address, address);
    }

    static Link of(String text, String address) {
      var web = address.startsWith("https://") || address.startsWith("http://");
      return new Link(text, web ? address : "");
    }
  }

  /**
   * A time.
   *
   * @param name which
   * @param at when; empty where it has not come, or is not known
   * @param note what is to be said of it
   */
  public record TimeLine(String name, Optional<Moment> at, String note) {}

  /**
   * A length.
   *
   * @param name of what
   * @param text how long; empty where there is none
   * @param missing why there is none
   * @param how the difference of which two times, and with them
   */
  public record LengthLine(String name, String text, String missing, String how) {
    static LengthLine of(TimeBetween between, ZonedDateTime now) {
      var length = between.length().map(DurationText::of);
      return new LengthLine(
          between.name(),
          length.orElse(""),
          between.missing(),
          length.isEmpty()
              ? between.formula()
              : "%s = %s - %s"
                  .formatted(
                      between.formula(),
                      Moment.of(between.to().orElseThrow(), now).text(),
                      Moment.of(between.from().orElseThrow(), now).text()));
    }
  }

  /**
   * A signal.
   *
   * @param text what it says
   * @param severity how bad it is
   * @param since when its harm began
   * @param restored when its harm ended; empty while it lasts
   * @param why why it ended
   * @param probe the page of the probe that says so
   * @param trace the trace of its failing run, or the alert at its source
   */
  public record SignalLine(
      String text,
      String severity,
      Moment since,
      Optional<Moment> restored,
      String why,
      Optional<Link> probe,
      Optional<Link> trace) {
    static SignalLine of(
        Signal signal, Function<String, Optional<String>> trace, ZonedDateTime now) {
      return new SignalLine(
          InstantsInText.written(signal.text(), now),
          signal.severity().label(),
          Moment.of(signal.impactStart(), now),
          signal.cleared().map(cleared -> Moment.of(cleared.restoredAt(), now)),
          signal
              .cleared()
              .map(Signal.Cleared::why)
              .map(why -> InstantsInText.written(why, now))
              .orElse(""),
          switch (signal) {
            case Signal.ProbeDown down ->
                Optional.of(new Link(down.probe(), "/probes/" + down.probe()));
            case Signal.BurnAlert burn -> Optional.of(new Link(burn.slo(), "/slos/" + burn.slo()));
            case Signal.External _ -> Optional.empty();
          },
          switch (signal) {
            case Signal.ProbeDown down ->
                down.cause()
                    .traceId()
                    .map(id -> Link.of("trace " + id, trace.apply(id).orElse("")));
            case Signal.External alert -> alert.link().map(link -> Link.of("the alert", link));
            case Signal.BurnAlert _ -> Optional.empty();
          });
    }
  }

  /**
   * A step of the timeline.
   *
   * @param at when
   * @param what what was done
   * @param actor who did it
   * @param text why
   */
  public record StepLine(Moment at, String what, String actor, String text) {
    static StepLine of(Step step, ZonedDateTime now) {
      return new StepLine(
          Moment.of(step.at(), now),
          step.kind().label().replace('_', ' '),
          step.actor(),
          StepText.of(step, at -> Moment.of(at, now).text()));
    }
  }
}

package dev.nines.engine.pages.incidents;

import static dev.nines.engine.pages.text.Markdown.code;
import static dev.nines.engine.pages.text.Markdown.table;
import static dev.nines.engine.pages.text.Markdown.text;

import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.InstantsInText;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.review.IncidentReview;
import dev.nines.engine.review.RunStrip;
import dev.nines.engine.review.RunStrip.State;
import dev.nines.engine.review.SpentBudget;
import dev.nines.engine.review.TimeBetween;
import dev.nines.incident.Incident;
import dev.nines.incident.Signal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Drafts a post-mortem: what the machine knows is filled in, what people know is asked for.
 *
 * @param externalUrl where people find this Nines
 * @param zone the zone that times are written in
 */
public record PostMortem(URI externalUrl, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);

  /**
   * Drafts it.
   *
   * @param review what is known
   * @return Markdown
   */
  public String draft(IncidentReview review) {
    var incident = review.incident();
    return """
    # Post-mortem of incident #%1$d: %2$s

    A draft, made by Nines at %3$s from what it knows. All times are in %4$s.
    The incident: <%5$s>. What is in italics is for people to say.

    ## Summary

    %6$s

    *In two or three sentences: what happened, who noticed it, what ended it?*

    ## Impact

    %7$s
    *Who was affected, how many of them, and what could they not do?*

    ## Timeline

    %8$s
    ## What was deployed before

    %9$s
    ## How long it took

    %10$s
    ## Who was told

    %11$s
    ## Questions

    - *What was the cause, and what let it become an incident?*
    - *What made it worse or longer, and what kept it from being worse?*
    - *Was it noticed soon enough, and by whom first? Were the right people told?*
    - *Where were we lucky?*

    ## What we do about it

    | what | who | until when |
    | --- | --- | --- |
    | *...* | *...* | *...* |
    """
        .formatted(
            incident.id(),
            text(review.service()),
            time(review.at()),
            zoneName(),
            externalUrl.resolve("/incidents/" + incident.id()),
            summary(review),
            impact(review),
            timeline(review),
            new CauseSection(this::time).of(review),
            lengths(incident),
            told(review));
  }

  private String summary(IncidentReview review) {
    var incident = review.incident();
    var times = incident.times();
    var end =
        times
            .restored()
            .map(restored ->
                "was not well from %s to %s, for %s"
                    .formatted(
                        time(times.impactStart()),
                        time(restored),
                        length(times.impactStart(), restored)))
            .orElseGet(() -> "has not been well since " + time(times.impactStart()));
    var signals =
        incident.signals().stream()
            .map(signal ->
                "- %s, from %s%s\n"
                    .formatted(quoted(signal.text()), time(signal.impactStart()), until(signal)))
            .collect(Collectors.joining());
    return """
    %s %s. The incident is %s, its severity %s%s.

    %s%s%s\
    """
        .formatted(
            text(review.service()),
            end,
            incident.state().label(),
            incident.severity().label(),
            incident.reopened() == 0
                ? ""
                : ", and it was reopened " + incident.reopened() + " times",
            signals,
            incident
                .owner()
                .or(review.policy()::owner)
                .map(owner -> "- looked after by " + text(owner) + "\n")
                .orElse(""),
            review
                .policy()
                .runbook()
                .map(runbook -> "- runbook: " + text(runbook) + "\n")
                .orElse(""))
        .stripTrailing();
  }

  private String until(Signal signal) {
    return signal
        .cleared()
        .map(cleared -> " to " + time(cleared.restoredAt()) + ": " + quoted(cleared.why()))
        .orElse(", still active");
  }

  private String impact(IncidentReview review) {
    var seen =
        review.strips().stream()
            .map(strip ->
                "- %s at %s: %s\n"
                    .formatted(text(strip.probe()), text(strip.location()), badTime(strip)))
            .collect(Collectors.joining());
    var budgets =
        review.budgets().isEmpty()
            ? "No SLO is declared of the service.\n"
            : table(
                List.of("SLO", "bad events", "of its error budget", "as outage", "how"),
                review.budgets().stream().map(this::budget).toList());
    return (seen.isEmpty() ? "" : "What probes saw:\n\n" + seen + "\n")
        + "Error budget that this incident spent:\n\n"
        + budgets;
  }

  private String badTime(RunStrip strip) {
    var bad =
        strip.parts().stream()
            .filter(part -> part.state() == State.BAD)
            .map(part -> "bad from %s to %s".formatted(time(part.from()), time(part.to())))
            .toList();
    return bad.isEmpty() ? "never bad" : String.join(", ", bad) + steps(strip.cell());
  }

  /**
   * A longer step than the second that times are written to makes them look exacter than they are.
   */
  private static String steps(Duration cell) {
    return cell.compareTo(Duration.ofSeconds(1)) > 0
        ? " (in steps of " + DurationText.of(cell) + ")"
        : "";
  }

  private List<String> budget(SpentBudget budget) {
    var spent = budget.spent();
    var name = text(budget.slo().displayName()) + ", " + text(spent.objective().name());
    return spent
        .spend()
        .map(spend ->
            List.of(
                name,
                "%d of %d".formatted(spend.part().counts().bad(), spend.part().counts().total()),
                RatioText.share(spend.ratio()),
                DurationText.of(spend.time()),
                code(spend.derivation().workings())))
        .orElse(List.of(name, "not known", "not known", "", ""));
  }

  private String timeline(IncidentReview review) {
    return table(
        List.of("when", "what", "who", "why"),
        review.timeline().stream()
            .map(step ->
                List.of(
                    time(step.at()),
                    step.kind().label().replace('_', ' '),
                    text(step.actor()),
                    text(StepText.of(step, this::time))))
            .toList());
  }

  private String lengths(Incident incident) {
    return table(
        List.of("what", "length", "how"),
        TimeBetween.of(incident).stream()
            .map(between ->
                List.of(
                    between.name(),
                    between.length().map(DurationText::of).orElse(between.missing()),
                    how(between)))
            .toList());
  }

  private String how(TimeBetween between) {
    return between.length().isEmpty()
        ? between.formula()
        : "%s = %s - %s".formatted(between.formula(), time(between.to()), time(between.from()));
  }

  private String told(IncidentReview review) {
    if (review.told().isEmpty()) {
      return "Nobody: no channel was to be told of it, or that is no longer kept.\n";
    }
    return table(
        List.of("channel", "what", "when"),
        review.told().stream()
            .map(told ->
                List.of(
                    text(told.channel()),
                    told.type(),
                    told.at()
                        .map(this::time)
                        .orElse(
                            told.state().label().replace('_', ' ')
                                + " since "
                                + time(told.owedSince()))))
            .toList());
  }

  private String quoted(String text) {
    return text(InstantsInText.written(text, this::time));
  }

  private String time(Optional<Instant> instant) {
    return instant.map(this::time).orElse("");
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  private static String length(Instant from, Instant to) {
    return DurationText.of(Duration.between(from, to.isBefore(from) ? from : to));
  }

  private String zoneName() {
    return zone.getId().equals("Z") ? "UTC" : zone.getDisplayName(TextStyle.NARROW, Locale.ENGLISH);
  }
}

package dev.nines.engine.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nines.engine.review.IncidentReview;
import dev.nines.engine.review.RunStrip;
import dev.nines.engine.review.SpentBudget;
import dev.nines.engine.review.TimeBetween;
import dev.nines.engine.review.Told;
import dev.nines.slo.BudgetSpend;
import dev.nines.slo.Derivation;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One incident as the API shows it, with everything that is known of it.
 *
 * @param incident the incident and its timeline
 * @param lengths how long what took
 * @param budgets what it spent of its service's error budgets
 * @param runs what its probes saw around it
 * @param notifications what channels were told of it
 * @param next who is told next unless somebody acknowledges it; null where nobody is
 * @param cause what is said of its cause; null where nobody has said anything
 * @param deployments the one that is declared to have caused it, and those just before it
 */
public record IncidentReviewView(
    @JsonUnwrapped IncidentView incident,
    List<LengthView> lengths,
    List<SpentView> budgets,
    List<StripView> runs,
    List<ToldView> notifications,
    Optional<NextView> next,
    Optional<SuspectView.CauseView> cause,
    List<SuspectView> deployments) {
  /**
   * Shows a review.
   *
   * @param review the review
   * @param links where it leads
   * @return the view
   */
  public static IncidentReviewView of(IncidentReview review, IncidentView.Links links) {
    return new IncidentReviewView(
        IncidentView.of(review.incident(), review.timeline(), links),
        TimeBetween.of(review.incident()).stream().map(LengthView::of).toList(),
        review.budgets().stream().map(SpentView::of).toList(),
        review.strips().stream().map(StripView::of).toList(),
        review.told().stream().map(ToldView::of).toList(),
        review.next().map(next -> new NextView(next.at(), next.targets())),
        review.cause().word().map(SuspectView.CauseView::of),
        review.cause().suspects().stream()
            .map(suspect -> SuspectView.of(suspect, review.incident().times().impactStart()))
            .toList());
  }

  /**
   * How long something took.
   *
   * @param name what
   * @param formula the difference of which two times
   * @param seconds the length; null where a time is missing
   * @param missing why there is none; empty where there is one
   */
  public record LengthView(String name, String formula, Optional<Double> seconds, String missing) {
    static LengthView of(TimeBetween between) {
      var length = between.length();
      return new LengthView(
          between.name(),
          between.formula(),
          length.map(Seconds::of),
          length.isPresent() ? "" : between.missing());
    }
  }

  /**
   * What was spent of an error budget.
   *
   * @param slo the SLO
   * @param objective the objective's name
   * @param from the first minute that counts
   * @param to the end of the last one
   * @param bad bad events in them
   * @param total events in them
   * @param spentRatio the share of the budget; null where nothing is known of it
   * @param spentSeconds the same as time of total outage
   * @param derivation how it comes about
   */
  public record SpentView(
      String slo,
      String objective,
      Instant from,
      Instant to,
      Optional<Long> bad,
      Optional<Long> total,
      Optional<Double> spentRatio,
      Optional<Double> spentSeconds,
      Optional<Derivation> derivation) {
    static SpentView of(SpentBudget budget) {
      var spent = budget.spent();
      var counts = spent.spend().map(spend -> spend.part().counts());
      return new SpentView(
          budget.slo().name(),
          spent.objective().name(),
          spent.counted().from(),
          spent.counted().to(),
          counts.map(c -> c.bad()),
          counts.map(c -> c.total()),
          spent.spend().map(BudgetSpend::ratio),
          spent.spend().map(spend -> Seconds.of(spend.time())),
          spent.spend().map(BudgetSpend::derivation));
    }
  }

  /**
   * What a probe saw at a location.
   *
   * @param probe the probe
   * @param location where it saw it from
   * @param cellSeconds how finely time is cut
   * @param parts good, bad and unknown time, in order
   */
  public record StripView(String probe, String location, double cellSeconds, List<PartView> parts) {
    static StripView of(RunStrip strip) {
      return new StripView(
          strip.probe(),
          strip.location(),
          Seconds.of(strip.cell()),
          strip.parts().stream()
              .map(part -> new PartView(part.state().label(), part.from(), part.to()))
              .toList());
    }
  }

  /**
   * A part of a strip.
   *
   * @param state good, bad or unknown
   * @param from its begin
   * @param to its end
   */
  public record PartView(String state, Instant from, Instant to) {}

  /**
   * A notification.
   *
   * @param channel whom it is for
   * @param type opened, updated or resolved
   * @param owedSince since when it is to be sent
   * @param state delivered, waiting or given_up
   * @param deliveredAt when it arrived
   * @param attempts how often it was tried
   */
  public record ToldView(
      String channel,
      String type,
      Instant owedSince,
      String state,
      Optional<Instant> deliveredAt,
      int attempts) {
    static ToldView of(Told told) {
      return new ToldView(
          told.channel(),
          told.type(),
          told.owedSince(),
          told.state().label(),
          told.at(),
          told.attempts());
    }
  }

  /**
   * Who is told next.
   *
   * @param at when
   * @param channels their names
   */
  public record NextView(Instant at, List<String> channels) {}
}

package dev.nines.engine.pages.slos;

import dev.nines.engine.adjustments.AdjustedSpan;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.pages.ObjectiveRow;
import dev.nines.engine.pages.SourceCell;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.pages.text.Staleness;
import dev.nines.engine.replay.SloHistory;
import dev.nines.slo.BudgetState;
import dev.nines.slo.CompositeBudget;
import dev.nines.slo.Derivation;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page of an SLO.
 *
 * @param name its name
 * @param displayName its name for people
 * @param service its service's name for people
 * @param asOf when it was so
 * @param warning why it may be out of date; empty where it is not
 * @param window length of its budget window
 * @param from where the window begins
 * @param to where it ends
 * @param historyFrom when the history begins; empty where it is not known
 * @param composite what the objectives of a composite spend together
 * @param objectives its objectives, in the order of declaration
 * @param adjusted what changes the counts of its budget window, newest first
 */
public record SloPage(
    String name,
    String displayName,
    String service,
    Moment asOf,
    String warning,
    String window,
    Moment from,
    Moment to,
    Optional<Moment> historyFrom,
    Optional<Composite> composite,
    List<Card> objectives,
    List<AdjustedRow> adjusted) {
  /** Copies the lists. */
  public SloPage {
    objectives = List.copyOf(objectives);
    adjusted = List.copyOf(adjusted);
  }

  /**
   * An objective.
   *
   * @param row what the overview says of it
   * @param verdict its budget in one sentence
   * @param state {@code up}, {@code degraded}, {@code down} or {@code unknown}
   * @param alerts its burn-rate alerts that are firing, worst first
   * @param history how much was left over time; empty where that is not known
   */
  public record Card(
      ObjectiveRow row,
      String verdict,
      String state,
      List<Alert> alerts,
      Optional<HistoryLine> history) {
    /** Copies the alerts. */
    public Card {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * A burn-rate alert that is firing.
   *
   * @param severity how bad that is
   * @param rule what held when it fired
   * @param since when that was
   */
  public record Alert(String severity, String rule, Moment since) {}

  /**
   * The budget of a composite.
   *
   * @param left percent of it
   * @param derivation how the spent part comes about
   */
  public record Composite(String left, Derivation derivation) {
    static Composite of(CompositeBudget budget) {
      return new Composite(RatioText.share(budget.remainingRatio()), budget.derivation());
    }
  }

  /**
   * Computes the page.
   *
   * @param status how the SLO is
   * @param service its service's name for people
   * @param sources tells where an objective's numbers come from
   * @param lines its history by objective; none where it is not known
   * @param adjusted what changes the counts of its budget window, newest first
   * @param at when it was so
   * @param now the present
   * @param zone the zone that times are shown in
   * @return the page
   */
  static SloPage of(
      SloStatus status,
      String service,
      Function<ObjectiveStatus, Optional<SourceCell>> sources,
      List<SloHistory.Line> lines,
      List<AdjustedSpan> adjusted,
      Instant at,
      Instant now,
      ZoneId zone) {
    var rows = ObjectiveRow.of(status, service, sources).toList();
    var local = at.atZone(zone);
    var cards = new ArrayList<Card>();
    for (var i = 0; i < rows.size(); i++) {
      var state = status.objectives().get(i).state();
      cards.add(
          new Card(
              rows.get(i),
              verdict(state, rows.get(i)),
              state(state, rows.get(i)),
              alerts(status.objectives().get(i), local),
              i < lines.size() ? HistoryLine.of(lines.get(i).points()) : Optional.empty()));
    }
    var span = status.budgetSpan();
    return new SloPage(
        status.slo().name(),
        status.slo().displayName(),
        service,
        Moment.inFull(local),
        Staleness.warning(at, now),
        rows.getFirst().window(),
        Moment.inFull(span.from().atZone(zone)),
        Moment.inFull(span.to().atZone(zone)),
        lines.stream().findFirst().map(line -> Moment.of(line.points().getFirst().at(), local)),
        status.composite().map(Composite::of),
        cards,
        adjusted.stream().map(each -> AdjustedRow.of(each, local)).toList());
  }

  private static List<Alert> alerts(ObjectiveStatus objective, ZonedDateTime now) {
    return objective.alerts().stream()
        .sorted(Comparator.comparing(FiringAlert::severity).thenComparing(FiringAlert::since))
        .map(alert ->
            new Alert(alert.severity().label(), alert.rule(), Moment.of(alert.since(), now)))
        .toList();
  }

  private static String verdict(BudgetState state, ObjectiveRow row) {
    return switch (state) {
      case BudgetState.NoData() -> "No data in the window: the error budget is not known";
      case BudgetState.LowTraffic(var events, var minimum) ->
          String.format(
              Locale.ENGLISH, "Low traffic: %,d of the %,d events that it takes", events, minimum);
      case BudgetState.Known _ ->
          row.budget()
              .map(budget ->
                  budget.state().equals("overspent")
                      ? "Error budget " + budget.time()
                      : budget.left() + " of the error budget left: " + budget.time())
              .orElse("");
    };
  }

  private static String state(BudgetState state, ObjectiveRow row) {
    return switch (state) {
      case BudgetState.NoData(), BudgetState.LowTraffic _ -> "unknown";
      case BudgetState.Known(var budget) -> {
        if (budget.remainingRatio() < 0) {
          yield "down";
        }
        var trouble = row.source().filter(source -> !source.trouble().isEmpty()).isPresent();
        yield row.firing().isEmpty() ? trouble ? "unknown" : "up" : "degraded";
      }
    };
  }
}

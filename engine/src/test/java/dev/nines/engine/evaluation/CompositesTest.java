package dev.nines.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.CompositeBudget;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.SliWindows;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompositesTest {
  private static final Sli SLI = new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS);
  private static final BudgetWindow WINDOW = new BudgetWindow.Rolling(Duration.ofMinutes(100));
  private static final BudgetingMethod EVENTS = new BudgetingMethod.Occurrences();
  private static final BudgetingMethod SLICES =
      new BudgetingMethod.Timeslices(Duration.ofMinutes(5), new BigDecimal("0.5"));
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void weightsSayWhatEachObjectiveSpendsOfTheWhole() {
    var composite = composite(true, EVENTS, 10);

    // each has 10 bad of 100 runs, where 0.2 may be bad: half of its budget
    assertThat(composite(composite, Map.of()).orElseThrow().spentRatio()).isEqualTo(1.5);
  }

  @Test
  void sliceThatIsBadForAnyObjectiveIsBadOnce() {
    var composite = composite(true, SLICES, 10);

    var budget =
        composite(composite, Map.of("a", Set.of(0L, 5L), "b", Set.of(5L, 10L))).orElseThrow();

    assertThat(budget.derivation().workings()).isEqualTo("3 / ((1 - 0.8) * 20) = 0.75");
  }

  @Test
  void thereIsNoneWithoutAComposite_orWithoutData() {
    assertThat(composite(composite(false, EVENTS, 10), Map.of())).isEmpty();
    assertThat(composite(composite(true, EVENTS, -1), Map.of())).isEmpty();
  }

  private static Optional<CompositeBudget> composite(SloStatus status, Map<String, Set<Long>> bad) {
    return Composites.of(
        status.slo(),
        status.objectives(),
        objective -> bad.getOrDefault(objective.name(), Set.of()));
  }

  /** Two objectives of weights 1 and 2; the second one without data where bad is below 0. */
  private static SloStatus composite(boolean composite, BudgetingMethod method, int bad) {
    var terms =
        List.of(
            new Slo.Term(new Objective("a", 0.8, method), SLI, BigDecimal.ONE),
            new Slo.Term(new Objective("b", 0.8, method), SLI, BigDecimal.TWO));
    var slo = new Slo("shop", "shop", "shop", WINDOW, terms, composite, Slo.Settings.DEFAULT);
    return new SloStatus(
        slo,
        List.of(status(terms.get(0).objective(), 10), status(terms.get(1).objective(), bad)),
        Optional.empty());
  }

  private static ObjectiveStatus status(Objective objective, int bad) {
    var windows =
        new SliWindows(List.of(WINDOW), objective.method(), NOON.minus(Duration.ofDays(1)));
    var minute = NOON.getEpochSecond() / 60;
    windows.advanceTo(minute);
    if (bad >= 0) {
      windows.add(minute - 10, 100 - bad, 100); // in a slice that is over
    }
    var reading = windows.read(WINDOW);
    return new ObjectiveStatus(
        objective,
        SLI,
        EventCounts.NONE,
        new LinkedHashMap<>(),
        reading,
        BudgetState.of(objective, reading, 0),
        List.of());
  }
}

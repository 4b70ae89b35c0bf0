package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Catalog;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Criterion;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeclaredSlosTest {
  private static final BudgetWindow MONTH = new BudgetWindow.Rolling(Duration.ofDays(30));
  private static final Objective THREE_NINES = new Objective("99.9", 0.999);
  private static final Sli RUNS = new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS);

  static Catalog catalog(Slo slo) {
    return new Catalog(List.of(), List.of(), List.of(slo), Map.of(), List.of());
  }

  private static DeclaredSlos declared(Sli sli, BudgetWindow window, Objective... objectives) {
    return DeclaredSlos.of(
        catalog(new Slo("checkout", "Checkout", "shop", sli, window, List.of(objectives))));
  }

  private static DeclaredSlos asked(Question question) {
    return declared(new Sli.Metric(question), MONTH, THREE_NINES);
  }

  private static Query query(String promql) {
    return new Query("main", promql);
  }

  private static Question ratio(boolean counter, String good, String total) {
    return new Question.Ratio(counter, Optional.of(query(good)), Optional.empty(), query(total));
  }

  private static String over5m(DeclaredSlos declared) {
    assertThat(declared.leftOut()).isEmpty();
    return declared.slos().getFirst().errors().over("5m").replaceAll("\\s+", "");
  }

  @Test
  void everyObjectiveHasItsRules_namedAsSlothNamesThem() {
    var declared = declared(RUNS, MONTH, THREE_NINES, new Objective("99", 0.99));

    assertThat(declared.slos())
        .extracting(PrometheusSlo::id)
        .containsExactly("shop-checkout-0", "shop-checkout-1");
  }

  @Test
  void probesAreReadFromNinesOwnCounters_whichSeveralInstancesShowAlike() {
    assertThat(over5m(declared(RUNS, MONTH, new Objective("say \"99.9\"", 0.999))))
        .isEqualTo(
            "1-((maxwithout(instance,pod)(rate(slo_good_events_total{service=\"shop\",slo=\"checkout\","
                + "objective=\"say\\\"99.9\\\"\"}[5m])))/(maxwithout(instance,pod)(rate("
                + "slo_events_total{service=\"shop\",slo=\"checkout\",objective=\"say\\\"99.9\\\"\"}[5m]))))");
  }

  @Test
  void locationsJudgedTogetherAreLeftOut_becauseTheCountersHoldEveryRun() {
    var declared =
        declared(
            new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS, Sli.Locations.MAJORITY),
            MONTH,
            THREE_NINES);

    assertThat(declared.slos()).isEmpty();
    assertThat(declared.leftOut())
        .containsExactly(
            "SLO checkout, objective 99.9 is left out: its locations are judged together minute by"
                + " minute (nines.dev/locations: majority), and the counters hold every run by"
                + " itself");
  }

  @Test
  void countersAreGivenARange_whereTheyHaveNone() {
    assertThat(over5m(asked(ratio(true, "good_total", "sum(all_total{a=\"b\"})"))))
        .isEqualTo("1-((sum(rate(good_total[5m])))/(sum(rate(all_total{a=\"b\"}[5m]))))");
  }

  @Test
  void queriesWithARangeAreTakenAsTheyAre() {
    assertThat(over5m(asked(ratio(true, "g[{{.window}}]", "t[{{.window}}]"))))
        .isEqualTo("1-((g[5m])/(t[5m]))");
  }

  @Test
  void countsOfEachMinuteAreAddedUp() {
    assertThat(over5m(asked(ratio(false, "good", "all"))))
        .isEqualTo("1-((sum_over_time((good)[5m:1m]))/(sum_over_time((all)[5m:1m])))");
  }

  @Test
  void counterThatIsNoSelectorIsLeftOut_andTheSentenceSaysHowToWriteIt() {
    assertThat(asked(ratio(true, "a_total + b_total", "all_total")).leftOut())
        .containsExactly(
            "SLO checkout, objective 99.9 is left out: its query a_total + b_total is neither a"
                + " selector nor sum() of one, so it cannot be given a range: write it with one,"
                + " such as sum(rate(requests_total[{{.window}}]))");
  }

  @Test
  void rawRatiosAreAveraged_andThoseOfSuccessTurnedRound() {
    assertThat(over5m(asked(new Question.Raw(query("up:ratio"), true))))
        .isEqualTo("(avg_over_time((1-(up:ratio))[5m:1m]))");
    assertThat(over5m(asked(new Question.Raw(query("r[{{.window}}]"), false))))
        .isEqualTo("(r[5m])");
  }

  @Test
  void everyMinuteOfAThresholdIsAnEvent() {
    assertThat(over5m(asked(new Question.Threshold(query("p99"), Criterion.Op.LTE, 0.25))))
        .isEqualTo("1-((sum_over_time(((p99)<=bool0.25)[5m:1m]))/(count_over_time((p99)[5m:1m])))");
  }

  @Test
  void whatPrometheusCannotExpressIsLeftOut_aSentenceEach() {
    var slices = new BudgetingMethod.Timeslices(Duration.ofMinutes(5), new BigDecimal("0.9"));
    var april =
        new BudgetWindow.Calendar(
            LocalDateTime.of(2026, 4, 1, 0, 0), ZoneOffset.UTC, 1, ChronoUnit.MONTHS);

    assertThat(declared(RUNS, MONTH, new Objective("99", 0.99, slices), THREE_NINES))
        .satisfies(declared -> assertThat(declared.slos()).hasSize(1))
        .satisfies(declared ->
            assertThat(declared.leftOut())
                .singleElement()
                .asString()
                .contains("objective 99 is left out", "budgetingMethod: Occurrences"));
    assertThat(declared(RUNS, april, THREE_NINES).leftOut())
        .singleElement()
        .asString()
        .contains("no calendar");
    assertThat(declared(RUNS, new BudgetWindow.Rolling(Duration.ofDays(1)), THREE_NINES).leftOut())
        .singleElement()
        .asString()
        .contains("shorter than 7d");
    assertThat(
            asked(
                    new Question.Ratio(
                        true, Optional.of(new Query("other", "g")), Optional.empty(), query("t")))
                .leftOut())
        .singleElement()
        .asString()
        .contains("two data sources, other and main");
    assertThat(asked(new Question.Threshold(query("r[{{.window}}]"), Criterion.Op.LT, 1)).leftOut())
        .singleElement()
        .asString()
        .contains("write a fixed one");
  }

  @Test
  void sloThatWantsNoBurnAlertsHasNone() {
    var slo =
        new Slo(
            "checkout",
            "Checkout",
            "shop",
            MONTH,
            List.of(new Slo.Term(THREE_NINES, RUNS)),
            false,
            new Slo.Settings(Slo.Maintenance.EXCLUDE, 0, Slo.BurnAlerts.NONE));

    assertThat(DeclaredSlos.of(catalog(slo)).slos().getFirst().alerts()).isEmpty();
  }
}

package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.alerting.Urgency;
import dev.nines.engine.rules.Promtool.Series;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus makes of the rules. */
class RulesInPrometheusIT {
  private static final int HALF_A_DAY = 12 * 60;

  @TempDir Path folder;

  private Path file(List<PrometheusSlo> slos) throws IOException {
    var rules =
        Files.writeString(folder.resolve("rules.yml"), RuleFile.of("shop", slos, Map.of()).text());
    return rules;
  }

  private Path declared(Sli sli) throws IOException {
    var window = new BudgetWindow.Rolling(Duration.ofDays(30));
    var objective = new Objective("99.9", 0.999);
    var declared =
        DeclaredSlos.of(
            DeclaredSlosTest.catalog(
                new Slo("checkout", "Checkout", "shop", sli, window, List.of(objective))));
    assertThat(declared.leftOut()).isEmpty();
    return file(declared.slos());
  }

  /** Nines' own counters of two instances, which show the same counts. */
  private static List<Series> probed(int minutes, IntToDoubleFunction good) {
    return List.of("a:8080", "b:8080").stream()
        .flatMap(instance -> {
          var labels =
              "{service=\"shop\",slo=\"checkout\",objective=\"99.9\",job=\"nines\",instance=\""
                  + instance
                  + "\"}";
          return List.of(
              Series.counter("slo_events_total" + labels, minutes, _ -> 2),
              Series.counter("slo_good_events_total" + labels, minutes, good))
              .stream();
        })
        .toList();
  }

  @Test
  void alertsOfAProbeFireWhileItFails_andClear() throws Exception {
    var rules = declared(new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS));
    Promtool.check(rules);

    var firing =
        Promtool.firing(rules, probed(HALF_A_DAY, m -> m >= 120 && m < 150 ? 0 : 2), HALF_A_DAY);

    var page = "checkout-0 page ErrorBudgetBurn";
    var both = page + ", checkout-0 ticket ErrorBudgetBurn";
    assertThat(firing.keySet().stream().filter(m -> m <= 120)).isEmpty();
    assertThat(firing).containsEntry(125, both).containsEntry(149, both);
    // 30 min after the end the page's windows of 5 and 30 min are good, 6 h after it all are
    assertThat(firing).containsEntry(175, both).doesNotContainEntry(185, both);
    assertThat(firing).containsKeys(185, 500).doesNotContainKeys(515, HALF_A_DAY - 1);
  }

  /** By day 1,000 requests a minute of which 0.1 % fail, by night 10 of which half fail. */
  private static final int DAYS = 2;

  private static boolean night(int minute) {
    return minute % 1_440 >= 720;
  }

  private static double requests(int minute) {
    return night(minute) ? 10 : 1_000;
  }

  private static double errors(int minute) {
    return night(minute) ? 5 : 1;
  }

  private static PrometheusSlo requests() {
    return new PrometheusSlo(
        "shop",
        "checkout",
        "prometheus/v1",
        Map.of(),
        new BigDecimal("0.99"),
        Duration.ofDays(30),
        new ErrorRatio.BadOfTotal(
            new WindowedQuery("sum(rate(errors_total[{{.window}}]))"),
            new WindowedQuery("sum(rate(requests_total[{{.window}}]))")),
        List.of(new RuleAlert(Urgency.PAGE, "Burning", Map.of(), Map.of())));
  }

  @Test
  void wholePeriodWeighsByTraffic_whereTheMeanOfRatiosDoesNot() throws Exception {
    var rules = file(List.of(requests()));
    var minutes = DAYS * 1_440 + 1;
    var exact = (720 * 1 + 720 * 5) / (720.0 * 1_000 + 720 * 10); // 0.594 %
    var mean = (0.001 + 0.5) / 2; // 25 %
    var series =
        List.of(
            Series.counter("requests_total", minutes, RulesInPrometheusIT::requests),
            Series.counter("errors_total", minutes, RulesInPrometheusIT::errors));

    var within =
        "  - {expr: 'count(abs(%s / %s - 1) < %s)', eval_time: 2880m, exp_samples: [{value: 1}]}\n";
    var ours = "slo:sli_error:ratio_rate30d";
    var sloths =
        "(sum_over_time(slo:sli_error:ratio_rate5m[30d]) / count_over_time(slo:sli_error:ratio_rate5m[30d]))";

    var verdict =
        Promtool.test(
            rules,
            "1m",
            series,
            within.formatted(ours, exact, "0.005") + within.formatted(sloths, mean, "0.01"));

    assertThat(verdict.exit()).as(verdict.said()).isZero();
  }

  @Test
  void periodWithoutAnEventHasNoRatio() throws Exception {
    var rules = file(List.of(requests()));
    var still =
        List.of(
            Series.counter("requests_total", 60, _ -> 0),
            Series.counter("errors_total", 60, _ -> 0));

    var verdict =
        Promtool.test(
            rules,
            "1m",
            still,
            "  - {expr: 'slo:sli_error:ratio_rate30d or slo:period_burn_rate:ratio', eval_time: 50m, exp_samples: []}\n");

    assertThat(verdict.exit()).as(verdict.said()).isZero();
  }

  @Test
  void everyFormOfSliMakesGoodRules() throws Exception {
    var counter = new Query("main", "sum(requests_total{path=~\"/a|/b\"})");
    var questions =
        List.of(
            new Question.Ratio(true, Optional.empty(), Optional.of(counter), counter),
            new Question.Ratio(false, Optional.of(counter), Optional.empty(), counter),
            new Question.Raw(counter, true),
            new Question.Raw(new Query("main", "avg_over_time(r[{{.window}}])"), false),
            new Question.Threshold(counter, Criterion.Op.GTE, 1e-9));

    for (var question : questions) {
      Promtool.check(declared(new Sli.Metric(question)));
    }
  }

  @Test
  void alertsOfSeveralObjectivesAreNotTakenForOne() throws Exception {
    var slo =
        new Slo(
            "checkout",
            "Checkout",
            "shop",
            new Sli.Runs(List.of("shop-http"), Criterion.SUCCESS),
            new BudgetWindow.Rolling(Duration.ofDays(28)),
            List.of(new Objective("99.9", 0.999), new Objective("99", 0.99)));

    Promtool.check(file(DeclaredSlos.of(DeclaredSlosTest.catalog(slo)).slos()));
  }

  @Test
  void valuesOfAThresholdAreJudgedEachMinute() throws Exception {
    var rules =
        declared(
            new Sli.Metric(
                new Question.Threshold(new Query("main", "p99"), Criterion.Op.LT, 0.25)));
    var series = List.of(Series.gauge("p99", 60, m -> m % 5 == 0 ? 0.3 : 0.2));

    var verdict =
        Promtool.test(
            rules,
            "1m",
            series,
            List.of("ratio_rate30m", "ratio_rate30d").stream()
                .map(window ->
                    "  - {expr: 'count(abs(slo:sli_error:%s - 0.2) < 0.03)', eval_time: 50m, exp_samples: [{value: 1}]}\n"
                        .formatted(window))
                .collect(Collectors.joining()));

    assertThat(verdict.exit()).as(verdict.said()).isZero();
  }
}

package dev.nines.engine.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.metrics.DataSourceMetrics;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final long MINUTE = NOON.getEpochSecond() / 60;

  private final FakePrometheus prometheus = new FakePrometheus();

  @Test
  void tellsWhatCameOfEachQuestion() {
    for (var minute = MINUTE - 5; minute < MINUTE; minute++) {
      prometheus.put("ok", minute, 9);
      prometheus.put("all", minute, 10);
      prometheus.put("percent", minute, 99.5);
    }
    prometheus.put("gone", MINUTE - 60, 1);

    var asked =
        DryRun.ask(
            catalog(
                slo(
                    "counted",
                    new Question.Ratio(
                        false, Optional.of(query("ok")), Optional.empty(), query("all"))),
                slo("raw", new Question.Raw(query("percent"), true)),
                slo("refused", new Question.Raw(query("no(such"), true)),
                slo("gone", new Question.Raw(query("gone"), true)),
                slo("gone-too", new Question.Raw(query("gone"), true))),
            prometheus,
            DataSourceMetrics.requests(new PrometheusRegistry()),
            NOON.plusSeconds(10));

    assertThat(asked)
        .extracting(DryRun.Asked::text)
        .containsExactly(
            "asked for counted: count good main \"ok\" of main \"all\": 45 good of 50 events in 10"
                + " min",
            "asked for raw: success ratio main \"percent\": the value of percent is outside 0 to 1,"
                + " so it is no ratio: divide percent by 100, and compare anything else by a"
                + " thresholdMetric",
            "asked for refused: success ratio main \"no(such\": no(such: status 400: bad query",
            "asked for gone, gone-too: success ratio main \"gone\": no series come of gone: is a"
                + " metric or a label misspelt, or is it not scraped?");
  }

  private static Catalog catalog(Slo... slos) {
    return new Catalog(
        List.of(),
        List.of(),
        List.of(slos),
        Map.of(),
        List.of(),
        List.of(
            new DataSource(
                "main",
                "main",
                URI.create("http://main.example"),
                Optional.empty(),
                List.of(),
                TlsSpec.DEFAULT,
                ProxySpec.NONE)),
        Map.of(),
        BlackboxModules.STANDARD,
        BudgetRules.NONE,
        Map.of());
  }

  private static Slo slo(String name, Question question) {
    return new Slo(
        name,
        name,
        "shop",
        new Sli.Metric(question),
        new BudgetWindow.Rolling(Duration.ofDays(30)),
        List.of(new Objective("99", 0.99)));
  }

  private static Query query(String promql) {
    return new Query("main", promql);
  }
}

package dev.nines.engine.rules;

import static java.util.stream.Collectors.joining;

import dev.nines.alerting.Urgency;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The three groups of rules of one SLO. Names and labels are those of Sloth, so that its dashboards
 * and whatever routes its alerts go on.
 *
 * @param slo what is promised
 * @param extra labels of every recorded series, over the SLO's own
 * @see <a href="https://github.com/slok/sloth/blob/main/pkg/common/conventions/slo.go">Sloth's
 *     names</a>
 */
record RuleGroups(PrometheusSlo slo, Map<String, String> extra) {
  private static final String RATIO = "slo:sli_error:ratio_rate";
  private static final String ERRORS = "slo:sli_errors:rate5m";
  private static final String EVENTS = "slo:sli_events:rate5m";
  private static final String BUDGET = "slo:error_budget:ratio";
  private static final String PERIOD_BURN = "slo:period_burn_rate:ratio";
  private static final String SHORTEST = "5m";

  /** {@return the groups, each a mapping as Prometheus reads it} */
  List<Map<String, Object>> groups() {
    var groups = new ArrayList<Map<String, Object>>();
    groups.add(group("sli-recordings", sliRecordings()));
    groups.add(group("meta-recordings", metaRecordings()));
    if (!slo.alerts().isEmpty()) {
      groups.add(group("alerts", slo.alerts().stream().map(this::alert).toList()));
    }
    return groups;
  }

  private Map<String, Object> group(String what, List<Map<String, Object>> rules) {
    var group = new LinkedHashMap<String, Object>();
    group.put("name", "sloth-slo-" + what + "-" + slo.id());
    group.put("rules", rules);
    return group;
  }

  private List<Map<String, Object>> sliRecordings() {
    var rules = new ArrayList<Map<String, Object>>();
    for (var length : BurnPair.windows()) {
      var window = PrometheusDuration.of(length);
      rules.add(recording(RATIO + window, slo.errors().over(window), window(window)));
    }
    switch (slo.errors()) {
      case ErrorRatio.Events events -> {
        rules.add(recording(ERRORS, events.errorsOver(SHORTEST), window(SHORTEST)));
        rules.add(recording(EVENTS, events.total().over(SHORTEST), window(SHORTEST)));
        rules.add(wholePeriod(byTraffic()));
      }
      case ErrorRatio.Raw _ -> rules.add(wholePeriod(everySampleTheSame()));
    }
    return rules;
  }

  private Map<String, Object> wholePeriod(String expression) {
    return recording(RATIO + period(), expression, window(period()));
  }

  /**
   * Errors and events are added up before they are divided: Sloth takes the mean of the ratios, for
   * which a quiet night weighs as much as a busy day. A period without an event has no ratio.
   */
  private String byTraffic() {
    return """
    sum_over_time(%s[%s])
    /
    (sum_over_time(%s[%s]) > 0)\
    """
        .formatted(series(ERRORS), period(), series(EVENTS), period());
  }

  /** Sloth's: of a ratio nobody knows how many events stand behind it. */
  private String everySampleTheSame() {
    var ratio = series(RATIO + SHORTEST);
    return """
    sum_over_time(%s[%s])
    / ignoring (sloth_window)
    count_over_time(%s[%s])\
    """
        .formatted(ratio, period(), ratio, period());
  }

  private List<Map<String, Object>> metaRecordings() {
    return List.of(
        recording("slo:objective:ratio", vector(slo.objective()), Map.of()),
        recording(BUDGET, vector(budget()), Map.of()),
        recording("slo:time_period:days", vector(days()), Map.of()),
        recording("slo:current_burn_rate:ratio", burnRate(SHORTEST), Map.of()),
        recording(PERIOD_BURN, burnRate(period()), Map.of()),
        recording(
            "slo:period_error_budget_remaining:ratio", "1 - " + series(PERIOD_BURN), Map.of()),
        recording(
            "sloth_slo_info",
            vector(BigDecimal.ONE),
            Map.of(
                "sloth_version",
                "nines",
                "sloth_mode",
                "nines-rules",
                "sloth_spec",
                slo.spec(),
                "sloth_objective",
                plain(slo.objective().movePointRight(2)))));
  }

  private String burnRate(String window) {
    return "%s\n/ on(sloth_id, sloth_slo, sloth_service) group_left\n%s"
        .formatted(series(RATIO + window), series(BUDGET));
  }

  private Map<String, Object> alert(RuleAlert alert) {
    var urgency =
        switch (alert.urgency()) {
          case PAGE -> "page";
          case TICKET -> "ticket";
        };
    var labels = new TreeMap<>(alert.labels());
    labels.put("sloth_severity", urgency);
    var annotations = new TreeMap<String, String>();
    annotations.put(
        "summary",
        "{{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is over"
            + " expected.");
    annotations.put(
        "title",
        "("
            + urgency
            + ") {{$labels.sloth_service}} {{$labels.sloth_slo}} SLO error budget burn rate is too"
            + " fast.");
    annotations.putAll(alert.annotations());
    var rule = new LinkedHashMap<String, Object>();
    rule.put("alert", alert.name());
    rule.put("expr", burning(alert.urgency()));
    rule.put("labels", labels);
    rule.put("annotations", annotations);
    return rule;
  }

  private String burning(Urgency urgency) {
    return BurnPair.forPeriod(slo.period()).stream()
        .filter(pair -> pair.urgency() == urgency)
        .map(pair ->
            "(\n    %s\n    and\n    %s\n)"
                .formatted(above(pair.shortWindow(), pair), above(pair.longWindow(), pair)))
        .collect(joining("\nor\n"));
  }

  private String above(Duration window, BurnPair pair) {
    return "max(%s > (%s * %s)) without (sloth_window)"
        .formatted(
            series(RATIO + PrometheusDuration.of(window)), plain(pair.factor()), plain(budget()));
  }

  private Map<String, Object> recording(
      String name, String expression, Map<String, String> further) {
    var labels = new TreeMap<>(slo.labels());
    labels.putAll(extra);
    labels.putAll(ids());
    labels.putAll(further);
    var rule = new LinkedHashMap<String, Object>();
    rule.put("record", name);
    rule.put("expr", expression);
    rule.put("labels", labels);
    return rule;
  }

  private static Map<String, String> window(String window) {
    return Map.of("sloth_window", window);
  }

  private TreeMap<String, String> ids() {
    return new TreeMap<>(
        Map.of("sloth_id", slo.id(), "sloth_service", slo.service(), "sloth_slo", slo.name()));
  }

  private String series(String name) {
    return ids().entrySet().stream()
        .map(id -> "%s=\"%s\"".formatted(id.getKey(), id.getValue()))
        .collect(joining(", ", name + "{", "}"));
  }

  private String period() {
    return PrometheusDuration.of(slo.period());
  }

  private BigDecimal budget() {
    return BigDecimal.ONE.subtract(slo.objective());
  }

  private BigDecimal days() {
    return BigDecimal.valueOf(slo.period().toMinutes())
        .divide(BigDecimal.valueOf(Duration.ofDays(1).toMinutes()), MathContext.DECIMAL64);
  }

  private static String vector(BigDecimal number) {
    return "vector(" + plain(number) + ")";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}

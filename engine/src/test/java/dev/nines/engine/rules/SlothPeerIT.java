package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.Peers;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.rules.Promtool.Series;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Rules that Sloth made of its own examples, beside those that Nines makes of them. They are equal,
 * but for white space, numbers that differ by less than a billionth (Sloth computes 1 - 0.999 in
 * binary), and this:
 *
 * <ul>
 *   <li>{@code slo:sli_error:ratio_rate30d}: Sloth's mean of ratios weighs a quiet night as much as
 *       a busy day.
 *   <li>{@code slo:sli_errors:rate5m} and {@code slo:sli_events:rate5m}, which it is added up of.
 *   <li>{@code slo:error_budget:ratio} is one number, where Sloth writes {@code vector(1-0.999)}.
 *   <li>{@code sloth_slo_info} says who made the rules, and how.
 *   <li>SLOs of OpenSLO have alerts; Sloth makes none.
 * </ul>
 */
class SlothPeerIT {
  private static final Path EXAMPLES =
      Path.of("../../shared/external/sloth/examples").toAbsolutePath().normalize();
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+\\.\\d+(?![\\w.])");

  /** With which Sloth's own were made. */
  private static final Map<String, String> EXTRA = Map.of("cmd", "examplesgen.sh");

  @TempDir Path folder;

  private Path made(String example) throws IOException {
    var rules =
        PrometheusRules.read(
            new DeclarationPaths(List.of(Peers.path(EXAMPLES.resolve(example))), Optional.empty()),
            _ -> Optional.empty(),
            new PrometheusRules.Wishes(PrometheusRules.PERIOD, EXTRA));
    assertThat(rules.faults()).isEmpty();
    assertThat(rules.warnings()).isEmpty();
    return Files.writeString(folder.resolve(example), rules.files().getFirst().text());
  }

  private static Path sloths(String example) {
    return Peers.path(EXAMPLES.resolve("_gen").resolve(example));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, List<Map<String, Object>>> groups(Path file) throws IOException {
    var document =
        (Map<String, List<Map<String, Object>>>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    var groups = new LinkedHashMap<String, List<Map<String, Object>>>();
    document
        .getOrDefault("groups", List.of())
        .forEach(group ->
            groups.put(
                group.get("name").toString(), (List<Map<String, Object>>) group.get("rules")));
    return groups;
  }

  /** As it is, but for what is meant to differ. */
  private static Map<String, Object> comparable(Map<String, Object> rule) {
    var comparable = new TreeMap<>(rule);
    var name = rule.getOrDefault("record", "").toString();
    switch (name) {
      case "slo:sli_error:ratio_rate30d" -> comparable.remove("expr");
      case "slo:error_budget:ratio" ->
          comparable.compute(
              "expr", (_, e) -> String.valueOf(e).replaceAll("1-0\\.\\d+|0\\.\\d+", "budget"));
      case "sloth_slo_info" -> {
        var labels = new HashMap<>((Map<?, ?>) comparable.get("labels"));
        assertThat(labels.remove("sloth_version")).isNotNull();
        assertThat(labels.remove("sloth_mode")).isNotNull();
        labels.remove("sloth_spec");
        comparable.put("labels", labels);
      }
      default -> {}
    }
    comparable.computeIfPresent("expr", (_, e) -> normalized(e.toString()));
    return comparable;
  }

  private static String normalized(String expression) {
    return NUMBER
        .matcher(expression.replaceAll("\\s+", ""))
        .replaceAll(n -> "%.9f".formatted(Double.parseDouble(n.group())));
  }

  private static List<Map<String, Object>> comparable(List<Map<String, Object>> rules) {
    return rules.stream()
        .filter(rule -> !rule.getOrDefault("record", "").toString().endsWith(":rate5m"))
        .map(SlothPeerIT::comparable)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "getting-started.yml",
        "home-wifi.yml",
        "kubernetes-apiserver.yml",
        "no-alerts.yml"
      })
  void rulesAreSloths_butForWhatIsMeantToDiffer(String example) throws Exception {
    var made = made(example);

    Promtool.check(made);
    var ours = groups(made);
    var theirs = groups(sloths(example));
    assertThat(List.copyOf(ours.keySet())).isEqualTo(List.copyOf(theirs.keySet()));
    for (var group : theirs.keySet()) {
      assertThat(comparable(ours.get(group))).as(group).isEqualTo(comparable(theirs.get(group)));
    }
  }

  @Test
  void rulesOfOpenSloAreSloths_andAlertsAreAdded() throws Exception {
    var made = openSlo();

    Promtool.check(made);
    var ours = groups(made);
    var theirs = groups(sloths("openslo-getting-started.yml"));
    assertThat(ours.keySet()).containsAll(theirs.keySet());
    ours.keySet().removeAll(theirs.keySet());
    assertThat(ours.keySet()).containsExactly("sloth-slo-alerts-my-service-sloth-slo-my-service-0");
    var again = groups(made);
    for (var group : theirs.keySet()) {
      assertThat(comparable(again.get(group)).toString().replaceAll("[()]", ""))
          .as(group)
          .isEqualTo(comparable(theirs.get(group)).toString().replaceAll("[()]", ""));
    }
  }

  /** What Sloth's example says, in OpenSLO v1: Nines does not read v1alpha. */
  private Path openSlo() throws IOException {
    var selector =
        "sum(rate(http_request_duration_seconds_count{job=\"myservice\"%s}[{{.window}}]))";
    var slo =
        new Slo(
            "sloth-slo-my-service",
            "Requests Availability",
            "my-service",
            new Sli.Metric(
                new Sli.Question.Ratio(
                    false,
                    Optional.of(new Sli.Query("p", selector.formatted(",code!~\"(5..|429)\""))),
                    Optional.empty(),
                    new Sli.Query("p", selector.formatted("")))),
            new BudgetWindow.Rolling(Duration.ofDays(30)),
            List.of(new Objective("99.9", 0.999)));
    var declared = DeclaredSlos.of(DeclaredSlosTest.catalog(slo));
    assertThat(declared.leftOut()).isEmpty();
    return Files.writeString(
        folder.resolve("openslo.yml"), RuleFile.of("my-service", declared.slos(), EXTRA).text());
  }

  private static final int MINUTES = 12 * 60;

  /** Half of everything fails from minute 60 to 90, a tenth from 200 to 205. */
  private static double failing(int minute) {
    if (minute >= 60 && minute < 90) {
      return 0.5;
    }
    return minute >= 200 && minute < 205 ? 0.1 : 0;
  }

  private static List<Series> requests(String metric, String labels) {
    return List.of(
        Series.counter(
            metric + "{" + labels + "code=\"200\"}", MINUTES, m -> 600 * (1 - failing(m))),
        Series.counter(metric + "{" + labels + "code=\"500\"}", MINUTES, m -> 600 * failing(m)));
  }

  private static List<Series> series(String example) {
    return switch (example) {
      case "getting-started.yml" ->
          requests("http_request_duration_seconds_count", "job=\"myservice\",");
      case "kubernetes-apiserver.yml" ->
          Stream.concat(
                  requests("apiserver_request_total", "").stream(),
                  Stream.of(
                      Series.counter(
                          "apiserver_request_duration_seconds_count{verb=\"GET\"}",
                          MINUTES,
                          _ -> 600),
                      Series.counter(
                          "apiserver_request_duration_seconds_bucket{verb=\"GET\",le=\"0.4\"}",
                          MINUTES,
                          m -> 600 * (1 - failing(m)))))
              .toList();
      case "home-wifi.yml" ->
          List.of(
              Series.gauge(
                  "unifipoller_client_satisfaction_ratio{client=\"a\"}", MINUTES, _ -> 0.9),
              Series.gauge(
                  "unifipoller_client_satisfaction_ratio{client=\"b\"}",
                  MINUTES,
                  m -> failing(m) > 0 ? 0.4 : 0.9));
      default -> throw new IllegalArgumentException(example);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"getting-started.yml", "home-wifi.yml", "kubernetes-apiserver.yml"})
  void sameAlertsFireAtTheSameMinutesAsSloths(String example) throws Exception {
    var theirs = Files.copy(sloths(example), folder.resolve("sloths.yml"));

    var ours = Promtool.firing(made(example), series(example), MINUTES);

    assertThat(ours).isEqualTo(Promtool.firing(theirs, series(example), MINUTES));
    assertThat(ours.keySet()).as("clear").contains(65).doesNotContain(30, MINUTES - 1);
  }
}

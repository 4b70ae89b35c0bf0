package dev.nines.engine.grafana;

import static dev.nines.engine.grafana.Dashboard.elements;
import static dev.nines.engine.grafana.Dashboard.queries;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The rules of Grafana's dashboard-linter, as its code has them, and what an import without a hitch
 * needs besides. That queries parse and have data is asked of a real Prometheus elsewhere.
 */
class DashboardsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> UNITS =
      Set.of("percentunit", "none", "s", "dtdurations", "reqps", "ops", "bytes");

  private static final Pattern SELECTOR = Pattern.compile("[a-zA-Z_:][\\w:]*\\{[^}]*}");
  private static final Pattern RATE = Pattern.compile("\\bi?rate\\([^\\[]*\\[([^\\]]*)]");
  private static final Pattern SHARED =
      Pattern.compile("\\b(slo|service|incident|dora)_[a-z_]+\\{[^}]*}");

  static Stream<Dashboard> dashboards() {
    return Dashboard.all().stream();
  }

  @Test
  void allAreThere_eachWithATitleAndAnIdOfItsOwn() {
    var all = Dashboard.all();

    assertThat(all)
        .extracting(Dashboard::file)
        .containsExactly(
            "engine-health.json",
            "incidents-dora.json",
            "probes.json",
            "slo-detail.json",
            "uptime-review.json");
    assertThat(all).extracting(Dashboard::title).doesNotHaveDuplicates();
    assertThat(all).extracting(board -> board.json().path("uid").asText()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void importsWithoutAQuestion(Dashboard board) {
    var json = board.json();

    assertThat(board.text()).doesNotContain("__inputs", "DS_PROMETHEUS", "\t").endsWith("}\n");
    assertThat(json.path("id").isNull()).isTrue();
    assertThat(json.path("uid").asText()).hasSizeBetween(1, 40);
    assertThat(json.path("schemaVersion").asInt()).isEqualTo(39);
    assertThat(json.path("editable").asBoolean(true)).as("uneditable-dashboard").isFalse();
    assertThat(json.path("tags").toString()).contains("nines");
    assertThat(json.at("/links/0/tags/0").asText()).as("to the others").isEqualTo("nines");
    assertThat(json.at("/links/1/url").asText()).as("back to Nines").isEqualTo("${nines}");
    var ids = board.allPanels().map(panel -> panel.path("id").asInt()).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(board.allPanels())
        .allSatisfy(panel -> {
          var grid = panel.path("gridPos");
          assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isBetween(1, 24);
        });
    assertThat(overlaps(board)).isEmpty();
  }

  private static List<String> overlaps(Dashboard board) {
    var taken = new HashSet<String>();
    var twice = new ArrayList<String>();
    board
        .allPanels()
        .forEach(panel -> {
          var grid = panel.path("gridPos");
          for (var y = 0; y < grid.path("h").asInt(); y++) {
            for (var x = 0; x < grid.path("w").asInt(); x++) {
              var cell = (grid.path("x").asInt() + x) + "," + (grid.path("y").asInt() + y);
              if (!taken.add(cell)) {
                twice.add(panel.path("title").asText());
              }
            }
          }
        });
    return twice;
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesAreAsTheLinterWantsThem(Dashboard board) {
    var names = board.variables().map(variable -> variable.path("name").asText()).toList();
    assertThat(names).contains("datasource", "job", "instance", "service", "nines");
    assertThat(board.variables())
        .allSatisfy(variable -> {
          switch (variable.path("type").asText()) {
            case "datasource" -> {
              assertThat(variable.path("label").asText()).isEqualTo("Data source");
              assertThat(variable.path("query").asText()).isEqualTo("prometheus");
            }
            case "query" -> {
              assertThat(variable.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(variable.path("query").isTextual()).isTrue();
              assertThat(variable.path("query").asText()).matches("label_values\\(.+, \\w+\\)");
              assertThat(variable.path("refresh").asInt()).isEqualTo(2);
              assertThat(variable.path("multi").asBoolean()).isTrue();
              assertThat(variable.path("allValue").asText()).isEqualTo(".+");
            }
            default -> assertThat(variable.path("name").asText()).isEqualTo("nines");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsSayWhatTheyAre_inWhichUnit_andWhereFrom(Dashboard board) {
    assertThat(board.panels())
        .isNotEmpty()
        .allSatisfy(panel -> {
          var title = panel.path("title").asText();
          assertThat(title).isNotBlank();
          assertThat(panel.path("description").asText()).as(title).isNotBlank();
          assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
          assertThat(UNITS).as(title).contains(panel.at("/fieldConfig/defaults/unit").asText());
          for (var unit : overriddenUnits(panel)) {
            assertThat(UNITS).as(title).contains(unit);
          }
          assertThat(queries(panel)).as(title).isNotEmpty().doesNotContain("");
          assertThat(elements(panel.path("targets")).map(t -> t.path("refId").asText()))
              .as(title)
              .doesNotHaveDuplicates();
        });
  }

  private static List<String> overriddenUnits(JsonNode panel) {
    return elements(panel.at("/fieldConfig/overrides"))
        .flatMap(override -> elements(override.path("properties")))
        .filter(property -> property.path("id").asText().equals("unit"))
        .map(property -> property.path("value").asText())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everySelectorHasTheJobAndTheInstance_butForReasonedExclusions(Dashboard board)
      throws IOException {
    var exclusion = exclusion("target-instance-rule", board);
    exclusion.ifPresent(reason -> assertThat(reason).hasSizeGreaterThan(40));

    assertThat(queriesOf(board))
        .allSatisfy(query -> {
          assertThat(SELECTOR.matcher(query).results())
              .isNotEmpty()
              .allSatisfy(selector -> {
                assertThat(selector.group()).contains("job=~\"$job\"");
                if (exclusion.isEmpty()) {
                  assertThat(selector.group()).contains("instance=~\"$instance\"");
                }
              });
        });
  }

  private static Optional<String> exclusion(String rule, Dashboard board) throws IOException {
    var lint =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Dashboard.FOLDER.resolve(".lint")));
    var excluded = (Map<?, ?>) ((Map<?, ?>) lint.get("exclusions")).get(rule);
    return ((List<?>) excluded.get("entries"))
            .stream().anyMatch(entry -> board.title().equals(((Map<?, ?>) entry).get("dashboard")))
        ? Optional.of(String.valueOf(excluded.get("reason")))
        : Optional.empty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void ratesAreOfTheIntervalOfTheGraph_andCountersAreRates(Dashboard board) {
    assertThat(queriesOf(board))
        .allSatisfy(query -> {
          RATE.matcher(query)
              .results()
              .forEach(rate -> assertThat(rate.group(1)).isEqualTo("$__rate_interval"));
          SELECTOR
              .matcher(query)
              .results()
              .filter(selector -> selector.group().contains("_total{"))
              .forEach(counter ->
                  assertThat(query.substring(0, counter.start()))
                      .as(query)
                      .matches("(?s).*\\b(rate|irate|increase)\\($"));
        });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void whatAllInstancesExportIsCountedOnce(Dashboard board) {
    var all = new ArrayList<>(queriesOf(board));
    all.addAll(board.annotations().values());
    assertThat(all)
        .allSatisfy(query ->
            SHARED
                .matcher(query)
                .results()
                .forEach(selector ->
                    assertThat(query.substring(0, selector.start()))
                        .as(query)
                        .matches(
                            "(?s).*max without \\(instance, pod\\) \\((rate\\(|increase\\()?$")));
  }

  private static List<String> queriesOf(Dashboard board) {
    return board.panels().flatMap(panel -> queries(panel).stream()).toList();
  }

  @Test
  void everyAlertHasItsRunbook() throws IOException {
    var alerts = Files.readString(Dashboard.FOLDER.resolve("alerts.yaml"));
    var names =
        Pattern.compile("- alert: (\\w+)")
            .matcher(alerts)
            .results()
            .map(alert -> alert.group(1))
            .toList();
    var runbooks = Path.of("..", "docs", "runbooks");

    assertThat(names).hasSizeGreaterThan(10);
    for (var name : names) {
      assertThat(alerts).contains("runbook: docs/runbooks/" + name + ".md");
      assertThat(runbooks.resolve(name + ".md"))
          .content()
          .contains("# " + name, "## What it means", "## Where to look", "## What to do");
      assertThat(runbooks.resolve("README.md")).content().contains("(" + name + ".md)");
    }
    try (var files = Files.list(runbooks)) {
      assertThat(files).hasSize(names.size() + 1);
    }
  }

  @Test
  void mixinRendersTheFilesThatAreShipped() throws Exception {
    var jsonnet =
        new ProcessBuilder(
                Peers.program("jsonnet").toString(),
                "--jpath",
                Dashboard.FOLDER.toString(),
                "--exec",
                "local m = import 'mixin.libsonnet'; [m.prometheusAlerts, m.prometheusRules,"
                    + " m.grafanaDashboards]")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var rendered = MAPPER.readTree(jsonnet.getInputStream());

    assertThat(jsonnet.waitFor()).isZero();
    assertThat(rendered.path(0)).isEqualTo(yaml("alerts.yaml"));
    assertThat(rendered.path(1)).isEqualTo(yaml("rules.yaml"));
    assertThat(rendered.path(2)).hasSameSizeAs(Dashboard.all());
    assertThat(Dashboard.all())
        .allSatisfy(
            board -> assertThat(rendered.path(2).path(board.file())).isEqualTo(board.json()));
  }

  private static JsonNode yaml(String file) throws IOException {
    return MAPPER.readTree(
        MAPPER.writeValueAsString(
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Dashboard.FOLDER.resolve(file)))));
  }
}

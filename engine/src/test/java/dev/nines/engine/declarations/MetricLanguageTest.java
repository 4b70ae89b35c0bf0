package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What metrics of a Prometheus mean, and where they are read. */
class MetricLanguageTest {
  private static final String PROMETHEUS =
      """
      apiVersion: openslo/v1
      kind: DataSource
      metadata: {name: prom}
      spec: {type: prometheus, connectionDetails: {url: "http://prometheus:9090"}}
      ---
      """;

  @Test
  void ratioIsTwoCounts() {
    var slo =
        slo(
            """
            ratioMetric:
              counter: true
              bad: {metricSource: {metricSourceRef: prom, spec: {query: errors}}}
              total: {metricSource: {type: Prometheus, spec: {query: all}}}
            """,
            "");

    assertThat(question(slo))
        .isEqualTo(
            new Question.Ratio(
                true,
                Optional.empty(),
                Optional.of(new Query("prom", "errors")),
                new Query("prom", "all")));
  }

  @Test
  void answersAreCountsOfAMinute_unlessACounterIsDeclared() {
    var slo =
        slo(
            """
            ratioMetric:
              good: {metricSource: {type: prometheus, metricSourceRef: prom, spec: {query: ok}}}
              total: {metricSource: {type: prometheus, spec: {query: all}}}
            """,
            "");

    assertThat(question(slo))
        .isEqualTo(
            new Question.Ratio(
                false,
                Optional.of(new Query("prom", "ok")),
                Optional.empty(),
                new Query("prom", "all")));
  }

  @Test
  void rawIsARatio() {
    var slo =
        slo(
            """
            ratioMetric:
              raw: {metricSource: {type: prometheus, spec: {query: error_ratio}}}
              rawType: failure
            """,
            "");

    assertThat(question(slo)).isEqualTo(new Question.Raw(new Query("prom", "error_ratio"), false));
  }

  @Test
  void thresholdMayBeAnyNumber() {
    var slo =
        slo(
            "thresholdMetric: {metricSource: {type: prometheus, spec: {query: temperature}}}\n",
            "op: gte, value: -40.5, ");

    assertThat(question(slo))
        .isEqualTo(new Question.Threshold(new Query("prom", "temperature"), Op.GTE, -40.5));
  }

  @Test
  void ninesMayBeNamedAsADataSource() {
    var text =
        "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: own}\nspec: {type: nines}\n---\n"
            + Texts.slo(
                Texts.SLO_SPEC
                    .replaceFirst("type: nines", "metricSourceRef: own")
                    .replaceFirst("type: nines", "metricSourceRef: own, type: nines"));

    var reading = Texts.read(text);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.catalog().orElseThrow().dataSources()).isEmpty();
    assertThat(reading.catalog().orElseThrow().slos().getFirst().terms().getFirst().sli())
        .isInstanceOf(Sli.Runs.class);
  }

  @Test
  void dataSourceIsReadInFull() {
    var source =
        dataSource(
            """
            url: https://${SHOP_HOST}/prometheus
            basic_auth: {username: nines, password: "${HOOK_SECRET}"}
            headers: {X-Scope-OrgID: team-a}
            tls_config: {server_name: other.example.com}
            proxy_url: http://proxy:3128
            """);

    assertThat(source.name()).isEqualTo("prom");
    assertThat(source.url()).isEqualTo(URI.create("https://shop.example.com/prometheus"));
    assertThat(source.credentials())
        .contains(
            new Credentials.Basic(
                new Content.Text("nines"),
                new Content.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
    assertThat(source.headers()).containsExactly(Header.of("X-Scope-OrgID", "team-a"));
    assertThat(source.tls().serverName()).contains("other.example.com");
    assertThat(source.proxy().url()).contains(URI.create("http://proxy:3128"));
    assertThat(source.toString()).doesNotContain("whsec_MfKQ");
  }

  @Test
  void detailsMayBeAListOfMappings_asInTheExamplesOfTheSdk() {
    var source = dataSource("- url: http://prometheus:9090\n- bearer_token: ${HOOK_SECRET}\n");

    assertThat(source.url()).isEqualTo(URI.create("http://prometheus:9090"));
    assertThat(source.credentials()).isPresent();
  }

  @ParameterizedTest
  @MethodSource
  void faultsOfDataSources(String spec, List<String> faults) {
    var text =
        "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: prom}\nspec: " + spec + "\n";

    assertThat(Texts.faults(text))
        .extracting(fault -> fault.replace("checkout.yml:", ""))
        .containsExactlyElementsOf(faults);
  }

  static List<Arguments> faultsOfDataSources() {
    return List.of(
        Arguments.of(
            "{type: Datadog, connectionDetails: [{apiKey: my-api-key}]}",
            List.of(
                "4:14: spec.type: expected nines or prometheus, the types that Nines can ask, got"
                    + " \"Datadog\"")),
        Arguments.of("{type: prometheus}", List.of("4:7: spec.connectionDetails: required")),
        Arguments.of(
            "{type: nines, connectionDetails: {url: x}}",
            List.of("4:40: spec.connectionDetails: means nothing with type: nines")),
        Arguments.of(
            "{type: prometheus, connectionDetails: [{url: 'http://a'}, {url: 'http://b', x: 1}]}",
            List.of(
                "4:66: spec.connectionDetails[1].url: this key stands here twice, first at"
                    + " checkout.yml:4:47".replace("checkout.yml:", ""),
                "4:83: spec.connectionDetails[1].x: unknown key")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: 'http://u:hunter2@a', bearer_token: b}}",
            List.of(
                "4:51: spec.connectionDetails.url: holds a user or a password: basic_auth takes"
                    + " them",
                "4:87: spec.connectionDetails.bearer_token: a secret must not stand here: expected"
                    + " ${NAME}, or bearer_token_file")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: 'ftp://${BAD_SECRET}', basicauth: {}}}",
            List.of(
                "4:51: spec.connectionDetails.url: expected a URL such as"
                    + " https://prometheus.example.com, got one that is not",
                "4:74: spec.connectionDetails.basicauth: unknown key (did you mean basic_auth?)")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: 'http://a?query=up'}}",
            List.of(
                "4:51: spec.connectionDetails.url: expected a URL that ends before its query: the"
                    + " path of the API follows it")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: 'http://a:9090/prom/api/v1/'}}",
            List.of(
                "4:51: spec.connectionDetails.url: ends in /api/v1/, which Nines adds or a browser"
                    + " needs: leave it out (did you mean http://a:9090/prom?)")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: 'http://a:9090/graph'}}",
            List.of(
                "4:51: spec.connectionDetails.url: ends in /graph, which Nines adds or a browser"
                    + " needs: leave it out (did you mean http://a:9090?)")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: 'prometheus:9090'}}",
            List.of(
                "4:51: spec.connectionDetails.url: expected a URL such as"
                    + " https://prometheus.example.com, got one that is not (did you mean"
                    + " http://prometheus:9090?)")),
        Arguments.of(
            "{type: prometheus, connectionDetails: {url: '${SHOP_HOST}:9090/graph'}}",
            List.of(
                "4:51: spec.connectionDetails.url: expected a URL such as"
                    + " https://prometheus.example.com, got one that is not")));
  }

  @ParameterizedTest
  @MethodSource
  void faultsOfMetrics(String sources, String sli, List<String> faults) {
    var reading = Texts.read(sources + sli(sli, ""));

    assertThat(reading.faults())
        .extracting(fault -> fault.path() + ": " + fault.message())
        .extracting(fault -> fault.replace("spec.indicator.spec.", ""))
        .containsExactlyElementsOf(faults);
  }

  static List<Arguments> faultsOfMetrics() {
    var raw =
        "ratioMetric: {rawType: success, raw: {metricSource: {type: prometheus, spec: {query: a}}}}";
    return List.of(
        Arguments.of(
            "",
            raw,
            List.of(
                "ratioMetric.raw.metricSource.type: no DataSource of type prometheus is declared;"
                    + " metricSourceRef names one")),
        Arguments.of(
            PROMETHEUS + PROMETHEUS.replace("prom}", "mimir}"),
            raw,
            List.of(
                "ratioMetric.raw.metricSource.type: several DataSources of type prometheus are"
                    + " declared: prom, mimir; metricSourceRef names one")),
        Arguments.of(
            PROMETHEUS,
            raw.replace("type: prometheus", "metricSourceRef: pron"),
            List.of(
                "ratioMetric.raw.metricSource.metricSourceRef: no data source named pron (did you"
                    + " mean prom?)")),
        Arguments.of(
            PROMETHEUS.replaceFirst("spec: .*", "spec: {type: nines}"),
            raw.replace("type: prometheus", "metricSourceRef: prom"),
            List.of(
                "ratioMetric.raw.metricSource.metricSourceRef: the data source prom is of type"
                    + " nines, but prometheus is asked here")),
        Arguments.of(
            PROMETHEUS,
            raw.replace("type: prometheus", "metricSourceRef: prom").replace("query: a", "q: a"),
            List.of("ratioMetric.raw.metricSource.spec: expected query, or probe or service")),
        Arguments.of(
            PROMETHEUS,
            raw.replace("type: prometheus, ", ""),
            List.of("ratioMetric.raw.metricSource.type: required")),
        Arguments.of(
            PROMETHEUS,
            raw.replace("query: a", "query: ' ', step: 1m"),
            List.of(
                "ratioMetric.raw.metricSource.spec.query: expected PromQL, got nothing",
                "ratioMetric.raw.metricSource.spec.step: unknown key")),
        Arguments.of(
            PROMETHEUS,
            raw.replace("rawType: success", "good: {}"),
            List.of("ratioMetric.rawType: required", "ratioMetric.good: means nothing with raw")),
        Arguments.of(
            PROMETHEUS,
            raw.replace(
                "type: prometheus, spec: {query: a}", "type: nines, spec: {service: checkout}"),
            List.of(
                "ratioMetric.raw: expected a query: of runs, total and good or bad are counted")),
        Arguments.of(
            PROMETHEUS,
            "thresholdMetric: {metricSource: {type: prometheus, spec: {query: a}}}",
            List.of("spec.objectives[0]: a thresholdMetric needs op and value")));
  }

  @Test
  void referencesOfAnSliThatNobodyUsesAreFollowed() {
    var text =
        """
        apiVersion: openslo/v1
        kind: SLI
        metadata: {name: spare}
        spec: {thresholdMetric: {metricSource: {metricSourceRef: none, spec: {query: a}}}}
        """;

    assertThat(Texts.faults(text))
        .containsExactly(
            "checkout.yml:4:58: spec.thresholdMetric.metricSource.metricSourceRef: no data source"
                + " named none");
  }

  @Test
  void doubtsAreWarnings() {
    var reading =
        Texts.read(
            PROMETHEUS
                + sli(
                    """
                    ratioMetric:
                      counter: true
                      rawType: success
                      raw: {metricSource: {type: prometheus, spec: {query: "a[{{.window}}]"}}}
                    """,
                    "op: lt, "));

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings())
        .extracting(Fault::path, Fault::message)
        .contains(
            tuple("spec.indicator.spec.ratioMetric.counter", "means nothing with raw"),
            tuple(
                "spec.indicator.spec.ratioMetric.raw.metricSource.spec.query",
                "holds {{, a template of Sloth's: only ./nines rules fills it in"),
            tuple("spec.objectives[0]", "op and value mean nothing on a ratioMetric"));
  }

  @Test
  void counterOfWhichResetsCannotBeToldIsAWarning() {
    var ratio =
        """
        ratioMetric:
          counter: %s
          good: {metricSource: {type: prometheus, spec: {query: "sum(a{b='c'})"}}}
          total: {metricSource: {type: prometheus, spec: {query: sum(a) + sum(b)}}}
        """;

    assertThat(Texts.read(PROMETHEUS + sli(ratio.formatted(true), "")).warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.path()).startsWith("spec.indicator.spec.ratioMetric.total");
          assertThat(warning.message()).startsWith("the query of a counter is neither a selector");
        });
    assertThat(Texts.read(PROMETHEUS + sli(ratio.formatted(false), "")).warnings()).isEmpty();
  }

  @Test
  void counterThatIsNotSaidToBeOneIsAWarning_becauseItsValueIsTakenForAMinutes() {
    var ratio =
        """
        ratioMetric:
          %s
          good: {metricSource: {type: prometheus, spec: {query: 'sum(ok{le="a_total"})'}}}
          total: {metricSource: {type: prometheus, spec: {query: '%s'}}}
        """;

    assertThat(Texts.read(PROMETHEUS + sli(ratio.formatted("", "sum(http_total)"), "")).warnings())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.indicator.spec.ratioMetric.total.metricSource.spec.query",
                "http_total looks like a counter, but without counter: true (false by default) its"
                    + " value is taken for the events of one minute: write counter: true, or"
                    + " increase(...[1m])"));
    assertThat(
            Texts.read(PROMETHEUS + sli(ratio.formatted("", "sum(increase(http_total[1m]))"), ""))
                .warnings())
        .isEmpty();
    assertThat(
            Texts.read(PROMETHEUS + sli(ratio.formatted("counter: true", "sum(a_total)"), ""))
                .warnings())
        .isEmpty();
  }

  @Test
  void rateOfACounterIsAFault_becauseItDoesNotGrow() {
    var ratio =
        """
        ratioMetric:
          counter: true
          good: {metricSource: {type: prometheus, spec: {query: 'sum(rate(ok[5m]))'}}}
          total: {metricSource: {type: prometheus, spec: {query: sum(all)}}}
        """;

    assertThat(Texts.read(PROMETHEUS + sli(ratio, "")).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.indicator.spec.ratioMetric.good.metricSource.spec.query",
                "rate() of a counter does not only grow, as counter: true says: leave it out, as"
                    + " in sum(http_requests_total), or write counter: false with"
                    + " increase(...[1m])"));
  }

  @Test
  void queryWhoseBracketsDoNotMatchIsAFault() {
    var threshold =
        "thresholdMetric: {metricSource: {type: prometheus, spec: {query: 'max(a{b=\"c)\"}'}}}";

    assertThat(Texts.read(PROMETHEUS + sli(threshold, "op: lt, value: 1, ")).faults())
        .extracting(Fault::message)
        .containsExactly("not PromQL: the ( at character 4 is never closed");
  }

  private static String sli(String sli, String objective) {
    return Texts.SERVICE
        + """
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: checkout-available}
        spec:
          service: checkout
          budgetingMethod: Occurrences
          timeWindow: [{duration: 30d, isRolling: true}]
          objectives: [{%starget: 0.999}]
          indicator:
            metadata: {name: success}
            spec:
        """
            .formatted(objective)
        + sli.indent(6);
  }

  private static Slo slo(String sli, String objective) {
    var reading = Texts.read(PROMETHEUS + sli(sli, objective));
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().slos().getFirst();
  }

  private static Question question(Slo slo) {
    return ((Sli.Metric) slo.terms().getFirst().sli()).question();
  }

  private static DataSource dataSource(String details) {
    var reading =
        Texts.read(
            """
            apiVersion: openslo/v1
            kind: DataSource
            metadata: {name: prom}
            spec:
              type: Prometheus
              connectionDetails:
            """
                + details.indent(4));
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().dataSources().getFirst();
  }
}

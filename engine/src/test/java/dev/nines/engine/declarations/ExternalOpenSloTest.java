package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.Peers;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of OpenSLO and of its SDK, against the verdict of the SDK's validator. Where Nines
 * differs, {@link #DIFFERENT} says how and why.
 */
class ExternalOpenSloTest {
  private static final Path FOLDER = Path.of("../../shared/external");

  /** What the examples refer to, and leave to the reader to declare. */
  private static final String WORLD =
      """
      - {apiVersion: openslo/v1, kind: Service, metadata: {name: web-shop}}
      - {apiVersion: openslo/v1, kind: Service, metadata: {name: web-availability}}
      - {apiVersion: openslo/v1, kind: Service, metadata: {name: web}}
      - apiVersion: openslo/v1
        kind: DataSource
        metadata: {name: my-prometheus}
        spec: {type: prometheus, connectionDetails: {url: "http://prometheus:9090"}}
      - apiVersion: openslo/v1
        kind: AlertNotificationTarget
        metadata: {name: on-call-mail-notification}
        spec: {target: email}
      - apiVersion: openslo/v1
        kind: AlertNotificationTarget
        metadata: {name: on-call-pd-notification}
        spec: {target: pagerduty}
      """;

  private static final String ANY =
      "expected nines or prometheus, the types that Nines can ask, got \"Any\"";

  /**
   * Every fault that Nines finds, of the examples in which it finds one.
   *
   * <ul>
   *   <li>Types of data sources are open to OpenSLO; Nines asks two, and so says that it cannot ask
   *       the others rather than have an SLO without data.
   *   <li>The SDK looks at each object alone; Nines follows references, and a name is declared
   *       once.
   *   <li>Minutes are the least that Nines counts, and an alert needs two windows of them.
   *   <li>{@code op} on a ratio is a fault to the SDK and a warning to Nines, since OpenSLO's own
   *       examples have it: it can mean nothing else than nothing.
   * </ul>
   */
  private static final Map<String, List<String>> DIFFERENT =
      Map.of(
          "OpenSLO/examples/budgeting-method/occurences-slo.yaml",
          List.of(ANY),
          "OpenSLO/examples/budgeting-method/ratio-timeslices.yaml",
          List.of(ANY, ANY),
          "OpenSLO/examples/budgeting-method/timeslices-slo.yaml",
          List.of(ANY, ANY, "shorter than 2m: \"1m\" (did you mean 1M, a month?)"),
          "OpenSLO/examples/treat-low-traffic-as-equally-important/timeslices-slo.yaml",
          List.of(ANY, ANY),
          "go-sdk/pkg/openslo/v1/examples/data_sources.yaml",
          List.of("expected nines or prometheus, the types that Nines can ask, got \"Datadog\""),
          "go-sdk/pkg/openslo/v1/examples/services.yaml",
          List.of(
              "a second service named example-service, the first is at"
                  + " go-sdk/pkg/openslo/v1/examples/services.yaml:10:11"),
          "go-sdk/pkg/openslo/v1/examples/slis.yaml",
          List.of(
              "expected nines or prometheus, the types that Nines can ask, got \"Datadog\"",
              "expected nines or prometheus, the types that Nines can ask, got \"Datadog\"",
              "expected nines or prometheus, the types that Nines can ask, got \"AppDynamics\"",
              "expected nines or prometheus, the types that Nines can ask, got \"AppDynamics\"",
              "no data source named prometheus (did you mean my-prometheus?)"),
          "go-sdk/pkg/openslo/v1/examples/alert_policies.yaml",
          List.of(
              "no alert condition named cpu-usage-breach",
              "no alert condition named cpu-usage-breach"));

  @BeforeAll
  static void examplesAreThere() {
    Peers.path(FOLDER.resolve("MANIFEST.tsv"));
  }

  @ParameterizedTest
  @MethodSource("openSlo")
  void verdictIsTheSdks_butForWhatIsDeclaredDifferent(String file) throws IOException {
    var reading = Texts.read(List.of(source(file), world()));

    var faults = reading.faults().stream().map(Fault::message).toList();
    var invalidToTheSdk = verdicts().get(file).equals("invalid");
    assertThat(faults).containsExactlyElementsOf(DIFFERENT.getOrDefault(file, List.of()));
    assertThat(reading.warnings().stream().anyMatch(w -> w.message().startsWith("op and value")))
        .as("op on a ratio, the only thing that the SDK finds wrong")
        .isEqualTo(invalidToTheSdk && faults.isEmpty());
  }

  /** So that no type that Nines cannot ask hides what else there is. */
  @ParameterizedTest
  @MethodSource("openSlo")
  void onlyOpIsWrong_whereATypeIsTakenForPrometheus(String file) throws IOException {
    var source = source(file);
    var text = source.text().replace("type: Any", "type: Prometheus").replace("1m # C", "1M # C");

    var reading = Texts.read(List.of(new Source(file, source.folder(), text), world()));

    if (file.startsWith("OpenSLO/")) {
      assertThat(reading.faults()).isEmpty();
      assertThat(reading.warnings().stream().anyMatch(w -> w.message().startsWith("op and value")))
          .isEqualTo(verdicts().get(file).equals("invalid"));
    }
  }

  @Test
  void examplesOfTheSdkReferToEachOther() throws IOException {
    var sources = new ArrayList<Source>();
    for (var file : openSlo().filter(name -> name.startsWith("go-sdk/")).toList()) {
      sources.add(source(file));
    }
    sources.add(world());

    var unresolved =
        Texts.read(sources).faults().stream()
            .map(Fault::message)
            .filter(message -> message.startsWith("no "))
            .toList();

    assertThat(unresolved).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void noFileMakesAnException(String file) throws IOException {
    assertThat(Texts.read(List.of(source(file))).catalog().isPresent()).isIn(true, false);
  }

  @Test
  void everyDeclaredDifferenceIsOfAFileThatIsThere() throws IOException {
    assertThat(openSlo().toList()).containsAll(DIFFERENT.keySet());
  }

  static Stream<String> openSlo() throws IOException {
    return verdicts().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("OpenSLO/") || entry.getKey().startsWith("go-"))
        .filter(entry -> List.of("valid", "invalid").contains(entry.getValue()))
        .map(Map.Entry::getKey);
  }

  static Stream<String> all() throws IOException {
    return verdicts().keySet().stream();
  }

  private static Map<String, String> verdicts() throws IOException {
    var verdicts = new TreeMap<String, String>();
    if (Files.isRegularFile(FOLDER.resolve("MANIFEST.tsv"))) {
      Files.readAllLines(FOLDER.resolve("MANIFEST.tsv")).stream()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .forEach(columns -> verdicts.put(columns[0], columns[5]));
    }
    return verdicts;
  }

  private static Source world() {
    return new Source("world.yml", FOLDER, WORLD);
  }

  private static Source source(String file) throws IOException {
    var path = FOLDER.resolve(file);
    return new Source(
        file, Optional.ofNullable(path.getParent()).orElse(FOLDER), Files.readString(path));
  }
}

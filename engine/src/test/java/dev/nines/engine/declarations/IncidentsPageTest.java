package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Subject;
import dev.nines.incident.ServicePolicy.ExternalAlerts;
import dev.nines.incident.Transition.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/incidents.md: its examples are read, and it knows every step. */
class IncidentsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/incidents.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```yaml\\n(apiVersion: nines.dev.*?)```");
  private static final String BESIDE =
      """
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: nines}
      ---
      apiVersion: nines.dev/v1
      kind: Probe
      metadata: {name: nines-api}
      spec: {service: nines, target: "http://127.0.0.1:8080/", prober: http}
      ---
      """;

  @Test
  void examplesAreReadAsThePageSays() throws IOException {
    var examples =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.joining("---\n"));

    var reading = Texts.read(BESIDE + examples);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings()).isEmpty();
    var catalog = reading.catalog().orElseThrow();
    assertThat(catalog.policyOf("nines").externalAlerts())
        .isEqualTo(new ExternalAlerts(true, Map.of("job", "nines"), Duration.ofHours(5)));
    var probe = catalog.probe("nines-metrics").orElseThrow();
    assertThat(probe.dependsOn()).containsExactly(new Subject(Subject.Kind.PROBE, "nines-api"));
    assertThat(probe.incident().quorum()).isEqualTo(2);
  }

  @Test
  void matchIsForOneServiceAlone_andNoAlertEndsBeforeItCouldBeToldAgain() {
    var text =
        """
        apiVersion: openslo/v1
        kind: Service
        metadata: {name: a}
        ---
        apiVersion: openslo/v1
        kind: Service
        metadata: {name: b}
        ---
        apiVersion: nines.dev/v1
        kind: ServicePolicy
        metadata: {name: both}
        spec: {services: [a, b], externalAlerts: {downtime: yes, match: {job: x}, endAfter: 9m}}
        """;

    assertThat(Texts.read(text).faults())
        .extracting(fault -> fault.path() + ": " + fault.message())
        .containsExactlyInAnyOrder(
            "spec.externalAlerts.downtime: expected true or false, got \"yes\"",
            "spec.externalAlerts.endAfter: not at least 10m: \"9m\"",
            "spec.externalAlerts.match: names one service, and this policy is for several: give it"
                + " its own");
  }

  @Test
  void everyStepStandsOnThePage() throws IOException {
    var page = Files.readString(PAGE);

    for (var kind : Kind.values()) {
      assertThat(page).contains("| `" + kind.label() + "` |");
    }
  }
}

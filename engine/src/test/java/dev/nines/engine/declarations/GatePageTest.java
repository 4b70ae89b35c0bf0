package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.gate.GateDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of docs/reference/gate.md, as the gate follows them. */
class GatePageTest {
  private static final Path PAGE = Path.of("../docs/reference/gate.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T13:59:59Z, unknown: Nines has not evaluated it yet",
    "2026-11-27T14:00:00Z, hold: checkout is frozen until 2026-11-30T08:00:00Z: weekend",
    "2026-11-30T07:59:59Z, hold: checkout is frozen until 2026-11-30T08:00:00Z: weekend",
    "2026-11-30T08:00:00Z, unknown: Nines has not evaluated it yet",
    "2026-07-03T13:00:00Z, hold: checkout is frozen until 2026-07-06T07:00:00Z: weekend",
    "2026-12-23T12:00:00Z, hold: checkout is frozen until 2027-01-03T17:00:00Z: Christmas"
  })
  void freezesHoldAsLongAsTheySay(Instant now, String sentence) throws IOException {
    assertThat(ask(catalog(), now).sentence()).isEqualTo(sentence);
  }

  @Test
  void policyFreezesFromTheStepOnThatSaysSo() throws IOException {
    var policy = catalog().budgetRules().policies().get("checkout-available");

    assertThat(policy.freezing(0.99)).isEmpty();
    assertThat(policy.freezing(1)).hasValueSatisfying(step -> assertThat(step.freeze()).isTrue());
  }

  @Test
  void whatIsWrongWithAFreezeIsToldAtItsPlace() {
    assertThat(
            Texts.faults(
                Texts.SERVICE
                    + """
                    apiVersion: nines.dev/v1
                    kind: ServicePolicy
                    metadata: {name: checkout}
                    spec:
                      services: [checkout]
                      freeze:
                        - {start: tomorrow, duration: 2h}
                        - {start: 2026-12-18T18:00, duration: 2h, rule: FREQ=DAILY}
                        - {start: 2026-12-18T18:00, rrule: FREQ=SOMETIMES}
                    """))
        .satisfiesExactly(
            fault -> assertThat(fault).contains("spec.freeze[0].start: expected a time such as"),
            fault -> assertThat(fault).contains("spec.freeze[1].rule: unknown key"),
            fault -> assertThat(fault).contains("spec.freeze[2]", "duration"),
            fault ->
                assertThat(fault).contains("spec.freeze[2].rrule: expected a rule of RFC 5545"));
  }

  private static GateDecision ask(Catalog catalog, Instant now) {
    return new Gate(
            () -> catalog,
            () -> Snapshot.NONE,
            () -> Duration.ZERO,
            Duration.ofMinutes(1),
            ZoneOffset.UTC,
            InstantSource.fixed(now))
        .ask("checkout", Optional.empty())
        .orElseThrow();
  }

  private static Catalog catalog() throws IOException {
    var examples =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.joining("---\n"));
    var reading = Texts.read(Texts.slo(Texts.SLO_SPEC) + "---\n" + examples);
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow();
  }
}

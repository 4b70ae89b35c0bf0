package dev.nines.slo.reliability.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.Deployment.Result;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.ReportingWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example of docs/reference/dora.md. */
class DoraWorkedExampleTest {
  private static final Optional<Boolean> PLANNED = Optional.of(false);
  private static final DeliveryHistory SHOP =
      new DeliveryHistory(
          "shop",
          List.of(
              deployed(1, "03T10:00", PLANNED, false, "02T16:00", "03T09:00"),
              deployed(2, "10T10:00", PLANNED, false, "10T08:00"),
              deployed(3, "10T11:00", Optional.of(true), false, "10T10:30"),
              deployed(4, "17T10:00", PLANNED, false, "17T09:30"),
              deployed(5, "17T15:25", Optional.empty(), true, "10T10:30"),
              new Deployment(
                  6,
                  "shop",
                  "v6",
                  "production",
                  at("24T09:00"),
                  Result.FAILED,
                  List.of(),
                  Optional.empty(),
                  false),
              deployed(7, "24T10:00", Optional.empty(), false, "24T10:05")),
          List.of(
              incident(1, "10T10:20", "10T10:45", new DeclaredCause.Untold()),
              incident(
                  2,
                  "17T15:00",
                  "17T15:30",
                  new DeclaredCause.OfDeployment(4, DeclaredCause.Evidence.PERSON)),
              incident(3, "27T12:00", "27T13:00", new DeclaredCause.Untold())),
          Duration.ofHours(1));

  @Test
  void numbersAreThoseOfThePage() throws IOException {
    var page = Files.readString(Path.of("../docs/reference/dora.md"));
    var figures =
        DoraFigures.of(
            List.of(SHOP),
            ReportingWindow.of(YearMonth.of(2026, 11), ZoneId.of("Europe/Berlin")),
            Instant.parse("2026-12-01T00:00:00Z"));

    assertThat(page)
        .contains(
            line("deploymentFrequency", figures.frequency().perWeek()),
            line("changeLeadTime", figures.leadTime().figure()),
            line("declared.changeFailRate", figures.declared().rate().ratio()),
            line("all.changeFailRate", figures.all().rate().ratio()),
            line("declared.failedDeploymentRecoveryTime", figures.declared().recovery().figure()),
            line("all.failedDeploymentRecoveryTime", figures.all().recovery().figure()),
            line("reworkRate", figures.rework().ratio()));
    assertThat(figures.leadTime().invalid()).isEqualTo(1);
    assertThat(figures.failedRuns()).isEqualTo(1);
  }

  private static <V> String line(String name, Figure<V> figure) {
    return switch (figure) {
      case Figure.Recorded<V>(_, Derivation(var formula, var workings)) ->
          "| %s | %s | %s |".formatted(name, formula, workings);
      case Figure.Pending<V> _, Figure.NotApplicable<V> _, Figure.Invalid<V> _ ->
          throw new AssertionError(figure);
    };
  }

  private static Deployment deployed(
      long id, String finished, Optional<Boolean> rework, boolean rollback, String... committed) {
    return new Deployment(
        id,
        "shop",
        "v" + id,
        "production",
        at(finished),
        Result.SUCCEEDED,
        Stream.of(committed).map(DoraWorkedExampleTest::at).toList(),
        rework,
        rollback);
  }

  private static ServiceIncident incident(long id, String from, String to, DeclaredCause cause) {
    return new ServiceIncident(id, "shop", at(from), Optional.of(at(to)), cause);
  }

  private static Instant at(String dayAndTime) {
    return Instant.parse("2026-11-" + dayAndTime + ":00Z");
  }
}

package dev.nines.slo.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.Derivation;
import dev.nines.slo.EventCounts;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of docs/reference/reliability.md. */
class WorkedExampleTest {
  private static final ReportingWindow NOVEMBER =
      ReportingWindow.of(YearMonth.of(2026, 11), ZoneId.of("Europe/Berlin"));
  private static final ServiceHistory SHOP =
      new ServiceHistory(
          new Interval(at("09T23:00:00"), at("20T11:00:00")),
          Intervals.of(span("12T02:00:00", "12T05:00:00")),
          Intervals.of(span("14T20:00:00", "14T22:00:00")),
          Intervals.of(
              span("11T08:00:00", "11T08:20:00"),
              span("11T08:10:00", "11T08:30:00"),
              span("14T21:30:00", "14T22:12:00"),
              span("16T10:00:00", "16T10:04:00"),
              span("16T10:09:00", "16T10:15:00"),
              span("20T10:50:00", "20T11:00:00")),
          List.of(
              new IncidentTimes(
                  at("11T08:00:00"),
                  false,
                  on("11T07:59:30"),
                  at("11T08:01:02"),
                  at("11T08:01:05"),
                  on("11T08:05:05"),
                  on("11T08:30:00"),
                  on("11T08:33:00"),
                  on("11T08:33:00")),
              new IncidentTimes(
                  at("14T21:30:00"),
                  false,
                  on("14T21:29:30"),
                  at("14T21:31:02"),
                  at("14T21:31:05"),
                  Optional.empty(),
                  on("14T22:12:00"),
                  on("14T22:15:00"),
                  on("14T22:15:00")),
              new IncidentTimes(
                  at("16T10:00:00"),
                  false,
                  on("16T09:59:30"),
                  at("16T10:01:01"),
                  at("16T10:01:03"),
                  on("16T10:02:03"),
                  on("16T10:15:00"),
                  on("16T10:07:00"),
                  on("16T10:18:00")),
              new IncidentTimes(
                  at("20T10:50:00"),
                  false,
                  on("20T10:49:30"),
                  at("20T10:51:01"),
                  at("20T10:51:03"),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())));

  @Test
  void numbersAreThoseOfThePage() throws IOException {
    var page = Files.readString(Path.of("../docs/reference/reliability.md"));
    var figures = SHOP.figures(NOVEMBER.span());

    assertThat(page)
        .contains(
            line("uptime", figures.uptime().ratio()),
            line("coverage", figures.uptime().coverage()),
            line("goodRuns", new GoodRuns(new EventCounts(29_512, 29_640)).ratio()),
            line("timeToDetectAtLeast", figures.timeTo(TimeTo.DETECT_AT_LEAST).figure()),
            line("timeToDetectAtMost", figures.timeTo(TimeTo.DETECT_AT_MOST).figure()),
            line("timeToAcknowledge", figures.timeTo(TimeTo.ACKNOWLEDGE).figure()),
            line("timeToRestore", figures.timeTo(TimeTo.RESTORE).figure()),
            line("timeToFirstResolve", figures.timeTo(TimeTo.RESOLVE_FIRST).figure()),
            line("timeToResolve", figures.timeTo(TimeTo.RESOLVE).figure()),
            line("timeBetweenFailures", figures.timeBetweenFailures().mean()));
    assertThat(figures.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().values())
        .containsExactly(Duration.ofMinutes(12), Duration.ofMinutes(15), Duration.ofMinutes(30));
    assertThat(figures.running()).containsExactly(Duration.ofMinutes(10));
    assertThat(figures.timeTo(TimeTo.ACKNOWLEDGE).notApplicable()).isEqualTo(1);
    assertThat(figures.timeTo(TimeTo.ACKNOWLEDGE).pending()).isEqualTo(1);
  }

  private static <V> String line(String name, Figure<V> figure) {
    return switch (figure) {
      case Figure.Recorded<V>(_, Derivation(var formula, var workings)) ->
          "| %s | %s | %s |".formatted(name, formula, workings);
      case Figure.Pending<V> _, Figure.NotApplicable<V> _, Figure.Invalid<V> _ ->
          throw new AssertionError(figure);
    };
  }

  private static Instant at(String dayAndTime) {
    return Instant.parse("2026-11-" + dayAndTime + "Z");
  }

  private static Optional<Instant> on(String dayAndTime) {
    return Optional.of(at(dayAndTime));
  }

  private static Interval span(String from, String to) {
    return new Interval(at(from), at(to));
  }
}

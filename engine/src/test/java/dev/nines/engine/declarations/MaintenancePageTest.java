package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.BudgetRules;
import dev.nines.slo.time.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/reference/maintenance.md beside the shipped declarations. */
class MaintenancePageTest {
  private static final Path PAGE = Path.of("../docs/reference/maintenance.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void examplesAreWithoutFault() throws IOException {
    var rules = rules();

    assertThat(rules.maintenances()).hasSize(3);
    assertThat(rules.corrections()).hasSize(1);
    assertThat(rules.policies()).containsOnlyKeys("nines-api-available");
  }

  @Test
  void serviceHoursAreThoseThatThePageSays() throws IOException {
    var berlin = ZoneId.of("Europe/Berlin");
    var off = rules().maintenances().stream().skip(1).toList();

    for (var day = LocalDate.of(2026, 3, 20); day.getMonthValue() < 5; day = day.plusDays(1)) {
      for (var hour = 0; hour < 24; hour++) {
        var at = day.atTime(hour, 30).atZone(berlin).toInstant();
        var span = new Interval(at, at.plus(Duration.ofMinutes(1)));
        var closed =
            off.stream().anyMatch(m -> !m.schedule().occurrences(span, ZoneOffset.UTC).isEmpty());
        var weekend = day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        assertThat(closed).as(day + " " + hour).isEqualTo(weekend || hour < 7 || hour >= 19);
      }
    }
  }

  private BudgetRules rules() throws IOException {
    var examples =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.joining("---\n"));
    var file = Files.writeString(folder.resolve("maintenance.yaml"), examples);
    var reading =
        Declarations.read(List.of(Path.of("../slo-definitions"), file), _ -> Optional.empty());
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().budgetRules();
  }
}

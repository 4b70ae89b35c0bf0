package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Shorthand;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.BudgetWindow;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads the {@code timeWindow} of an SLO. */
final class WindowReader {
  /** Minutes are kept for the longest window, so it must end somewhere. */
  private static final Duration LONGEST = Duration.ofDays(5 * 365);

  /** Two windows of whole minutes must fit in, a long and a short one. */
  private static final Duration SHORTEST = Duration.ofMinutes(2);

  /** Another year than one of these is a typing error. */
  private static final int EARLIEST_YEAR = 1900;

  private static final int LATEST_YEAR = 9999;

  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  private WindowReader() {}

  static Optional<BudgetWindow> read(Field windows) {
    var read = windows.list(item -> item.mapping(WindowReader::window));
    if (windows.isList() && windows.items().size() != 1) {
      windows.fault("expected exactly one window");
    }
    return read.stream().findFirst().flatMap(window -> window);
  }

  private static Optional<BudgetWindow> window(Mapping window) {
    var rolling = window.optional("isRolling").flatMap(Field::bool).orElse(false);
    var calendar = window.optional("calendar");
    var length = window.required("duration").flatMap(field -> length(field, rolling));
    if (rolling) {
      calendar.ifPresent(field -> field.fault("means nothing with isRolling: true"));
      return length.map(Shorthand::length).map(BudgetWindow.Rolling::new);
    }
    if (calendar.isEmpty()) {
      window.self().fault("expected isRolling: true, or calendar with startTime and timeZone");
    }
    var periods = calendar.flatMap(field -> field.mapping(WindowReader::calendar));
    return periods
        .flatMap(p -> p)
        .flatMap(
            p -> length.map(l -> new BudgetWindow.Calendar(p.start, p.zone, l.count(), l.unit())));
  }

  private static Optional<Shorthand> length(Field field, boolean rolling) {
    var length = field.shorthand();
    if (length.filter(l -> l.length().compareTo(SHORTEST) < 0).isPresent()) {
      field.fault(
          "shorter than 2m: "
              + field.described()
              + (rolling ? "" : " (did you mean 1M, a month?)"));
      return Optional.empty();
    }
    if (length.filter(l -> l.length().compareTo(LONGEST) > 0).isPresent()) {
      field.fault("longer than 5Y: " + field.described());
      return Optional.empty();
    }
    length
        .filter(l -> l.unit() == ChronoUnit.MINUTES)
        .filter(l -> l.length().compareTo(Duration.ofDays(1)) < 0)
        .ifPresent(l ->
            field.warn(
                (rolling
                        ? "is %d minutes (did you mean %1$dd, days?)"
                        : "is %d minutes (did you mean %1$dM, months?)")
                    .formatted(l.count())));
    return length;
  }

  private record Periods(LocalDateTime start, ZoneId zone) {}

  private static Optional<Periods> calendar(Mapping calendar) {
    var start =
        calendar
            .required("startTime")
            .flatMap(f -> f.parse("a time such as 2026-01-01 00:00:00", WindowReader::time));
    start
        .filter(time -> time.getSecond() != 0)
        .ifPresent(_ ->
            calendar
                .required("startTime")
                .ifPresent(f -> f.warn("is rounded down to its minute, as all counts are")));
    var zone = calendar.required("timeZone").flatMap(WindowReader::zone);
    var periods = start.flatMap(from -> zone.map(where -> new Periods(from, where)));
    periods.ifPresent(p ->
        calendar
            .required("startTime")
            .ifPresent(f ->
                f.warnUntil(
                    p.start.atZone(p.zone).toInstant(),
                    "is yet to come: periods are counted backwards from it too")));
    return periods;
  }

  private static Optional<LocalDateTime> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, START))
          .filter(time -> time.getYear() >= EARLIEST_YEAR && time.getYear() <= LATEST_YEAR);
    } catch (DateTimeParseException notThat) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(Field field) {
    var known = ZoneId.getAvailableZoneIds();
    var name = field.text();
    if (name.filter(text -> !known.contains(text)).isPresent()) {
      field.fault(
          "expected a time zone such as Europe/Berlin or UTC, got "
              + field.described()
              + Spelling.hint(name.orElse(""), known));
    }
    return name.filter(known::contains).map(ZoneId::of);
  }
}

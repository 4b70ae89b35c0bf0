package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every budgeting method in every sort of window over random streams of events, late and ahead of
 * time, excluded and corrected, against a list of events that is summed up anew for every reading.
 */
class BudgetPropertyTest {
  private static final int CASES_EACH = 1_000;
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"), // 23 and 25 hours
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"), // half an hour of summer time
          ZoneId.of("America/Santiago"), // days that have no midnight
          ZoneId.of("Asia/Kathmandu"), // 5 h 45 min
          ZoneId.of("Pacific/Apia")); // had no 30 December 2011
  private static final List<ChronoUnit> UNITS =
      List.of(
          ChronoUnit.MINUTES,
          ChronoUnit.HOURS,
          ChronoUnit.DAYS,
          ChronoUnit.WEEKS,
          ChronoUnit.MONTHS,
          ChronoUnit.YEARS);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void isWhatTheEventsSumUpTo(long seed) {
    var random = new Random(seed);
    for (var n = 0; n < CASES_EACH; n++) {
      new Case(random, "seed %d, case %d".formatted(seed, n)).run();
    }
  }

  private static final class Case {
    private final Random random;
    private final String name;
    private final BudgetingMethod method;
    private final List<BudgetWindow> windows;
    private final long since;
    private final SliWindows sli;
    private final Map<Long, EventCounts> events = new TreeMap<>();
    private Adjustments adjustments = Adjustments.NONE;
    private long now;

    Case(Random random, String name) {
      this.random = random;
      this.name = name;
      this.method = method(random);
      this.windows = List.of(rolling(random), calendar(random));
      // about the ends of summer time, of a year, of a leap February
      var around =
          List.of(
              "2026-03-29T01:00:00Z",
              "2025-10-26T01:00:00Z",
              "2025-12-31T23:00:00Z",
              "2024-02-29T12:00:00Z",
              "2011-12-29T23:00:00Z");
      this.since =
          Instant.parse(around.get(random.nextInt(around.size()))).getEpochSecond() / 60
              - random.nextInt(4_000);
      this.now = since;
      this.sli = new SliWindows(windows, method, Instant.ofEpochSecond(since * 60));
    }

    void run() {
      for (var step = 0; step < 30; step++) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> {
            now += jump();
            sli.advanceTo(now);
          }
          case 3 -> {
            adjustments = adjustments();
            sli.adjust(adjustments);
          }
          case 4 -> {
            sli.pauseCounting();
            add();
            sli.count();
          }
          default -> add();
        }
      }
      windows.forEach(this::check);
    }

    private void add() {
      for (var n = random.nextInt(20); n >= 0; n--) {
        var minute = now + 30 - random.nextInt(random.nextBoolean() ? 60 : 3_000);
        var total = random.nextInt(random.nextInt(10) == 0 ? 100_000 : 5);
        var good = random.nextInt(3) == 0 ? random.nextInt(total + 1) : total;
        sli.add(minute, good, total);
        if (minute >= since) {
          events.merge(minute, new EventCounts(good, total), EventCounts::plus);
        }
      }
    }

    private void check(BudgetWindow window) {
      var reading = sli.read(window);
      var oracle = new Oracle(window);
      assertThat(reading.counts()).as(what(window)).isEqualTo(oracle.counts());
      assertThat(reading.badMinutes()).as(what(window)).isEqualTo(oracle.badMinutes());
      assertThat(reading.span()).as(what(window)).isEqualTo(oracle.span);
      var objective = new Objective("any", 0.9 + random.nextInt(1, 100) / 1_000.0, method);
      var budget = BudgetState.of(objective, reading, 0).known();
      assertThat(budget.isPresent()).as(what(window)).isEqualTo(oracle.counts().total() > 0);
      budget.ifPresent(b -> {
        var spent = oracle.spent(objective.target());
        assertThat(b.spentRatio()).as(what(window)).isCloseTo(spent, within(1e-8 * (1 + spent)));
        assertThat(b.remainingRatio()).isCloseTo(1 - spent, within(1e-8 * (1 + spent)));
        assertThat(b.sliRatio()).as(what(window)).isCloseTo(oracle.sli(), within(1e-9));
        var whole = (double) b.wholeTime().toNanos();
        assertThat((double) b.remainingTime().toNanos())
            .isCloseTo((1 - spent) * whole, within(1e-7 * whole * (1 + spent)));
        var burn = oracle.burn(objective.target());
        assertThat(reading.burnRate(objective))
            .as(what(window))
            .isCloseTo(burn, within(1e-8 * (1 + burn)));
      });
    }

    private String what(BudgetWindow window) {
      return name + ", " + method + ", " + window + ", at minute " + now;
    }

    private long jump() {
      return switch (random.nextInt(10)) {
        case 0 -> random.nextInt(100_000);
        case 1, 2 -> random.nextInt(3_000);
        default -> random.nextInt(5);
      };
    }

    private Adjustments adjustments() {
      return new Adjustments(spans(), spans(), spans());
    }

    private Intervals spans() {
      var spans = new ArrayList<Interval>();
      for (var n = random.nextInt(3); n > 0; n--) {
        var from = (now + 60 - random.nextInt(3_000)) * 60 + random.nextInt(60);
        spans.add(
            new Interval(
                Instant.ofEpochSecond(from),
                Instant.ofEpochSecond(from + random.nextInt(1, 40_000))));
      }
      return new Intervals(spans);
    }

    /** The same by the plainest means. */
    private final class Oracle {
      private final BudgetWindow window;
      private final Interval span;
      private final Map<Long, EventCounts> counted = new TreeMap<>();

      Oracle(BudgetWindow window) {
        this.window = window;
        this.span = span();
        events.forEach((minute, counts) -> {
          if (isSeen(minute)) {
            adjusted(minute, counts).ifPresent(c -> counted.put(minute, c));
          }
        });
      }

      /** Of the window; in slices only of one that is over, and that the SLI saw from its start. */
      private boolean isSeen(long minute) {
        if (!isSliced()) {
          return minute <= now && minute >= span.from().getEpochSecond() / 60;
        }
        var slice = sliceOf(minute);
        var isOver = slice + slice() < now; // and the minute after it too
        return isOver && slice >= since && minute >= firstMinute() && minute <= now;
      }

      private boolean isSliced() {
        return !(method instanceof BudgetingMethod.Occurrences);
      }

      /** Slices of a rolling window begin with the epoch, those of a period with it. */
      private long sliceOf(long minute) {
        var origin =
            window instanceof BudgetWindow.Calendar ? span.from().getEpochSecond() / 60 : 0;
        return Math.floorDiv(minute - origin, slice()) * slice() + origin;
      }

      private java.util.Optional<EventCounts> adjusted(long minute, EventCounts counts) {
        if (counts.total() == 0 || overlaps(adjustments.excluded(), minute)) {
          return java.util.Optional.empty();
        }
        if (overlaps(adjustments.bad(), minute)) {
          return java.util.Optional.of(new EventCounts(0, counts.total()));
        }
        return java.util.Optional.of(
            overlaps(adjustments.good(), minute)
                ? new EventCounts(counts.total(), counts.total())
                : counts);
      }

      private boolean overlaps(Intervals spans, long minute) {
        return spans.spans().stream()
            .anyMatch(s ->
                s.from().getEpochSecond() < minute * 60 + 60
                    && s.to().getEpochSecond() > minute * 60);
      }

      private Interval span() {
        return switch (window) {
          case BudgetWindow.Rolling(var length) -> {
            var end = Instant.ofEpochSecond((isSliced() ? sliceOf(now - 1) : now + 1) * 60);
            yield new Interval(end.minus(length), end);
          }
          case BudgetWindow.Calendar calendar -> period(calendar);
        };
      }

      /** Walks from the first period to the present, one after the other. */
      private Interval period(BudgetWindow.Calendar calendar) {
        var present = Instant.ofEpochSecond(now * 60);
        var step = present.isBefore(begin(calendar, 0)) ? -1 : 1;
        var k = 0;
        while (!(!begin(calendar, k).isAfter(present) && begin(calendar, k + 1).isAfter(present))) {
          k += step;
        }
        return new Interval(begin(calendar, k), begin(calendar, k + 1));
      }

      private Instant begin(BudgetWindow.Calendar calendar, int k) {
        var amount = (long) k * calendar.count();
        return calendar.unit().isTimeBased()
            ? calendar.start().atZone(calendar.zone()).toInstant().plus(amount, calendar.unit())
            : calendar.start().plus(amount, calendar.unit()).atZone(calendar.zone()).toInstant();
      }

      private long slice() {
        return switch (method) {
          case BudgetingMethod.Occurrences() -> 1;
          case BudgetingMethod.Timeslices(var slice, _) -> slice.toMinutes();
          case BudgetingMethod.RatioTimeslices(var slice) -> slice.toMinutes();
        };
      }

      private long firstMinute() {
        return switch (window) {
          case BudgetWindow.Rolling(var length) -> {
            var slices = (length.toMinutes() + slice() - 1) / slice();
            yield span.to().getEpochSecond() / 60 - slices * slice();
          }
          case BudgetWindow.Calendar _ -> span.from().getEpochSecond() / 60;
        };
      }

      private Map<Long, EventCounts> slices() {
        var slices = new TreeMap<Long, EventCounts>();
        counted.forEach(
            (minute, counts) -> slices.merge(sliceOf(minute), counts, EventCounts::plus));
        return slices;
      }

      EventCounts counts() {
        return counted.values().stream().reduce(EventCounts.NONE, EventCounts::plus);
      }

      long badMinutes() {
        return counted.values().stream().filter(counts -> counts.bad() > 0).count();
      }

      double sli() {
        return switch (method) {
          case BudgetingMethod.Occurrences() -> (double) counts().good() / counts().total();
          case BudgetingMethod.Timeslices(_, var target) ->
              1 - (double) badSlices(target) / slices().size();
          case BudgetingMethod.RatioTimeslices(_) ->
              slices().values().stream()
                  .mapToDouble(c -> (double) c.good() / c.total())
                  .average()
                  .orElseThrow();
        };
      }

      private long badSlices(BigDecimal target) {
        return slices().values().stream()
            .filter(c ->
                BigDecimal.valueOf(c.good())
                        .compareTo(target.multiply(BigDecimal.valueOf(c.total())))
                    < 0)
            .count();
      }

      double spent(double target) {
        return switch (method) {
          case BudgetingMethod.Timeslices(_, var sliceTarget) ->
              badSlices(sliceTarget)
                  / ((1 - target) * span.length().toMinutes() / (double) slice());
          case BudgetingMethod.Occurrences(), BudgetingMethod.RatioTimeslices(_) ->
              (1 - sli()) / (1 - target);
        };
      }

      /** With those to come of a calendar period, and its last one however short. */
      private int slicesHeld() {
        var end = span.to().getEpochSecond() / 60;
        var held = 0;
        for (var minute = firstMinute(); minute < end; minute += slice()) {
          held++;
        }
        return held;
      }

      double burn(double target) {
        var first = Math.max(since, firstMinute());
        var last = now;
        if (isSliced()) {
          first = first == sliceOf(first) ? first : sliceOf(first) + slice();
          last = sliceOf(now - 1) - 1;
        }
        var scale = Math.min(1, (double) (last + 1 - first) / span.length().toMinutes());
        return switch (method) {
          case BudgetingMethod.Timeslices(_, var sliceTarget) ->
              badSlices(sliceTarget) / ((1 - target) * slicesHeld());
          case BudgetingMethod.Occurrences(), BudgetingMethod.RatioTimeslices(_) ->
              spent(target) * scale;
        };
      }
    }
  }

  private static BudgetingMethod method(Random random) {
    var slice = Duration.ofMinutes(random.nextBoolean() ? 1 : 1 + random.nextInt(90));
    return switch (random.nextInt(3)) {
      case 0 -> new BudgetingMethod.Occurrences();
      case 1 ->
          new BudgetingMethod.Timeslices(
              slice, BigDecimal.valueOf(random.nextInt(1, 1_001), 3)); // 0.001 to 1
      default -> new BudgetingMethod.RatioTimeslices(slice);
    };
  }

  private static BudgetWindow rolling(Random random) {
    return new BudgetWindow.Rolling(
        Duration.ofMinutes(1 + random.nextInt(random.nextBoolean() ? 200 : 50_000)));
  }

  private static BudgetWindow calendar(Random random) {
    var unit = UNITS.get(random.nextInt(UNITS.size()));
    var most = unit == ChronoUnit.MINUTES ? 3_000 : 4;
    var start =
        LocalDateTime.of(2011, 1, 1, 0, 0)
            .plusDays(random.nextInt(random.nextBoolean() ? 365 : 6_000));
    var zone = ZONES.get(random.nextInt(ZONES.size()));
    return new BudgetWindow.Calendar(
        random.nextBoolean() ? start : start.plusMinutes(random.nextInt(1_440)),
        zone,
        1 + random.nextInt(most),
        unit);
  }
}

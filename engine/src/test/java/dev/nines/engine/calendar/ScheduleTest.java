package dev.nines.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nines.engine.calendar.Schedule.Start;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final LocalDateTime START = LocalDateTime.parse("2026-01-05T19:00");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<ZoneId> ZONES =
      List.of(
          BERLIN,
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"), // half an hour of daylight saving
          ZoneId.of("America/Santiago"), // changes at midnight
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("UTC"));
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void withoutRuleItTakesPlaceOnce() {
    var schedule =
        new Schedule(
            new Start.Fixed(OffsetDateTime.parse("2026-11-29T02:00:00+01:00")),
            HOUR,
            Optional.empty(),
            Optional.empty());

    assertThat(schedule.occurrences(year(2026), BERLIN))
        .isEqualTo(span("2026-11-29T01:00:00Z", "2026-11-29T02:00:00Z"));
    assertThat(schedule.occurrences(year(2027), BERLIN)).isEqualTo(Intervals.NONE);
  }

  @Test
  void whatIsUnderWayAtTheEdgesOfTheSpanIsClipped() {
    var nightly = recurring("2026-01-01T23:00", Duration.ofHours(2), "FREQ=DAILY", "UTC");

    assertThat(
            nightly.occurrences(interval("2026-06-01T00:30:00Z", "2026-06-01T23:10:00Z"), BERLIN))
        .isEqualTo(
            new Intervals(
                List.of(
                    interval("2026-06-01T00:30:00Z", "2026-06-01T01:00:00Z"),
                    interval("2026-06-01T23:00:00Z", "2026-06-01T23:10:00Z"))));
  }

  @Test
  void timeInAGapComesAsMuchLater_andTheFirstOfTwoIsMeant() {
    var nightly = recurring("2026-01-01T02:30", HOUR, "FREQ=DAILY", "Europe/Berlin");

    assertThat(day(nightly, "2026-03-29")) // 02:00 to 03:00 is left out
        .isEqualTo(span("2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"));
    assertThat(day(nightly, "2026-10-25")) // 02:00 to 03:00 comes twice
        .isEqualTo(span("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"));
  }

  @Test
  void durationIsExactTime_whateverTheClocksDo() {
    var night = recurring("2026-01-03T20:00", Duration.ofHours(12), "FREQ=DAILY", "Europe/Berlin");

    assertThat(night.occurrences(interval("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), BERLIN))
        .isEqualTo(span("2026-03-28T19:00:00Z", "2026-03-29T07:00:00Z")); // 09:00 in Berlin
  }

  @Test
  void startWithOffsetRecursInTheZone_notAtTheOffset() {
    var schedule =
        new Schedule(
            new Start.Fixed(OffsetDateTime.parse("2026-01-05T19:00:00+01:00")),
            HOUR,
            Optional.of(new Recurrence("FREQ=WEEKLY")),
            Optional.of(BERLIN));

    assertThat(day(schedule, "2026-07-06"))
        .isEqualTo(span("2026-07-06T17:00:00Z", "2026-07-06T18:00:00Z"));
  }

  @Test
  void zoneOfTheConfigurationHoldsWhereNoneIsDeclared() {
    var schedule =
        new Schedule(
            new Start.Local(LocalDateTime.parse("2026-01-05T19:00")),
            HOUR,
            Optional.empty(),
            Optional.empty());

    assertThat(schedule.occurrences(year(2026), ZoneId.of("America/New_York")))
        .isEqualTo(span("2026-01-06T00:00:00Z", "2026-01-06T01:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"20260110", "20260110T190000", "20260110T180000Z"})
  void lastTimeIsTheOneOfUntil(String until) {
    var daily = recurring("2026-01-08T19:00", HOUR, "FREQ=DAILY;UNTIL=" + until, "Europe/Berlin");

    assertThat(daily.occurrences(year(2026), BERLIN).spans())
        .extracting(Interval::from)
        .containsExactly(
            Instant.parse("2026-01-08T18:00:00Z"),
            Instant.parse("2026-01-09T18:00:00Z"),
            Instant.parse("2026-01-10T18:00:00Z"));
  }

  @Test
  void countIsCountedFromTheStart_notFromWhereOneLooks() {
    var thrice = recurring("2026-01-08T19:00", HOUR, "FREQ=DAILY;COUNT=3", "UTC");

    assertThat(thrice.occurrences(interval("2026-01-10T00:00:00Z", "2026-02-01T00:00:00Z"), BERLIN))
        .isEqualTo(span("2026-01-10T19:00:00Z", "2026-01-10T20:00:00Z"));
  }

  @Test
  void nextOnesBeginWithTheOneUnderWay() {
    var weekly = recurring("2026-01-05T19:00", HOUR, "FREQ=WEEKLY", "UTC");
    var now = Instant.parse("2026-01-12T19:30:00Z");

    assertThat(weekly.from(now, now.plus(Duration.ofDays(366)), BERLIN).limit(2))
        .containsExactly(
            interval("2026-01-12T19:00:00Z", "2026-01-12T20:00:00Z"),
            interval("2026-01-19T19:00:00Z", "2026-01-19T20:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FREQ=WEKLY",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=DAILY;FOO=1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20260101",
        "INTERVAL=2"
      })
  void ruleThatIsNoneIsRefused(String rule) {
    assertThatThrownBy(() -> Recurrence.of(rule, START, BERLIN))
        .isInstanceOf(InvalidRecurrence.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;UNTIL=20260104",
        "FREQ=DAILY;UNTIL=20260105T175959Z",
        "FREQ=YEARLY;BYMONTH=6;UNTIL=20260531"
      })
  void ruleThatNeverHappensIsRefused(String rule) {
    assertThatThrownBy(() -> Recurrence.of(rule, START, BERLIN))
        .isInstanceOf(InvalidRecurrence.class)
        .hasMessage("never happens");
  }

  @Test
  void ruleThatEndsWithItsStartHappensOnce() throws InvalidRecurrence {
    assertThat(Recurrence.of("FREQ=DAILY;UNTIL=20260105T180000Z", START, BERLIN)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=14",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1;BYHOUR=1,2;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,"
            + "15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,"
            + "43,44,45,46,47,48,49,50,51"
      })
  void ruleThatHappensTooOftenADayIsRefused(String rule) {
    assertThatThrownBy(() -> Recurrence.of(rule, START, BERLIN))
        .isInstanceOf(InvalidRecurrence.class)
        .hasMessage("happens more than 100 times in a day");
  }

  @Test
  void ruleOfEveryQuarterOfAnHourIsNotTooOften() throws InvalidRecurrence {
    assertThat(Recurrence.of("FREQ=MINUTELY;INTERVAL=15", START, BERLIN)).isNotNull();
  }

  /** Against days counted one by one. */
  @Test
  void rulesAgreeWithDaysCountedOneByOne() {
    var random = new Random(20261125);
    for (var round = 0; round < 2_000; round++) {
      var zone = ZONES.get(random.nextInt(ZONES.size()));
      var start =
          LocalDate.of(2024, 1, 1)
              .plusDays(random.nextInt(700))
              .atTime(random.nextInt(24), random.nextInt(60));
      var interval = 1 + random.nextInt(3);
      var duration = Duration.ofMinutes(1 + random.nextInt(2_000));
      var rule = rule(random, interval);
      var from = start.plusDays(random.nextInt(500) - 20).toInstant(ZoneOffset.UTC);
      var span = new Interval(from, from.plus(Duration.ofHours(random.nextInt(24 * 60))));
      var schedule =
          new Schedule(
              new Start.Local(start),
              duration,
              Optional.of(new Recurrence(rule.text())),
              Optional.of(zone));

      assertThat(schedule.occurrences(span, ZoneOffset.UTC))
          .as("%s from %s in %s for %s over %s", rule.text(), start, zone, duration, span)
          .isEqualTo(rule.byHand(start, duration, zone, span));
    }
  }

  private interface OnDay {
    boolean test(LocalDate start, LocalDate day);
  }

  private record Rule(String text, OnDay days) {
    Intervals byHand(LocalDateTime start, Duration duration, ZoneId zone, Interval span) {
      var spans = new ArrayList<Interval>();
      for (var day = start.toLocalDate(); day.getYear() < 2029; day = day.plusDays(1)) {
        if (days.test(start.toLocalDate(), day)) {
          var at = day.atTime(start.toLocalTime()).atZone(zone).toInstant();
          spans.add(new Interval(at, at.plus(duration)));
        }
      }
      return new Intervals(spans).clip(span);
    }
  }

  private static Rule rule(Random random, int interval) {
    return switch (random.nextInt(3)) {
      case 0 ->
          new Rule(
              "FREQ=DAILY;INTERVAL=" + interval,
              (first, day) -> (day.toEpochDay() - first.toEpochDay()) % interval == 0);
      case 1 -> {
        var on = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
        on.add(DayOfWeek.of(1 + random.nextInt(7)));
        yield new Rule(
            "FREQ=WEEKLY;INTERVAL="
                + interval
                + ";BYDAY="
                + on.stream().map(d -> d.name().substring(0, 2)).collect(Collectors.joining(",")),
            (first, day) ->
                on.contains(day.getDayOfWeek())
                    && (monday(day) - monday(first)) / 7 % interval == 0);
      }
      default -> {
        var dayOfMonth = 1 + random.nextInt(31);
        yield new Rule(
            "FREQ=MONTHLY;INTERVAL=" + interval + ";BYMONTHDAY=" + dayOfMonth,
            (first, day) ->
                day.getDayOfMonth() == dayOfMonth && (month(day) - month(first)) % interval == 0);
      }
    };
  }

  private static long monday(LocalDate day) {
    return day.with(DayOfWeek.MONDAY).toEpochDay();
  }

  private static int month(LocalDate day) {
    return day.getYear() * 12 + day.getMonthValue();
  }

  private static Schedule recurring(String start, Duration duration, String rule, String zone) {
    return new Schedule(
        new Start.Local(LocalDateTime.parse(start)),
        duration,
        Optional.of(new Recurrence(rule)),
        Optional.of(ZoneId.of(zone)));
  }

  private static Intervals day(Schedule schedule, String day) {
    var from = LocalDate.parse(day).atStartOfDay(BERLIN).toInstant();
    return schedule.occurrences(new Interval(from, from.plus(Duration.ofHours(22))), BERLIN);
  }

  private static Interval year(int year) {
    return new Interval(
        LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        LocalDate.of(year + 1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static Interval interval(String from, String to) {
    return new Interval(Instant.parse(from), Instant.parse(to));
  }

  private static Intervals span(String from, String to) {
    return Intervals.of(interval(from, to));
  }
}

package dev.nines.slo.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nines.slo.Criterion.Op;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.metric.MinuteCount.Carry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteCountTest {
  private static final Query PART = new Query("main", "part");
  private static final Query ALL = new Query("main", "all");
  private static final Question.Ratio GOOD =
      new Question.Ratio(false, Optional.of(PART), Optional.empty(), ALL);
  private static final Question.Ratio BAD =
      new Question.Ratio(false, Optional.empty(), Optional.of(PART), ALL);
  private static final double ABSENT = -7; // stands for no series

  @ParameterizedTest
  @MethodSource("ratios")
  void ratioCounts(Question.Ratio question, double part, double total, EventCounts expected) {
    assertThat(count(question, List.of(part), List.of(total))).containsExactly(expected);
  }

  static Stream<Arguments> ratios() {
    var none = EventCounts.NONE;
    return Stream.of(
        Arguments.argumentSet("good", GOOD, 9, 10, new EventCounts(9, 10)),
        Arguments.argumentSet("bad", BAD, 1, 10, new EventCounts(9, 10)),
        Arguments.argumentSet("no bad series: none", BAD, ABSENT, 10, new EventCounts(10, 10)),
        Arguments.argumentSet("no good series: none", GOOD, ABSENT, 10, new EventCounts(0, 10)),
        Arguments.argumentSet("no total: no data", GOOD, 9, ABSENT, none),
        Arguments.argumentSet("no number", GOOD, Double.NaN, 10, none),
        Arguments.argumentSet("endless", GOOD, 9, Double.POSITIVE_INFINITY, none),
        Arguments.argumentSet("negative", BAD, -1, 10, none),
        Arguments.argumentSet("more good than all", GOOD, 12, 10, new EventCounts(10, 10)),
        Arguments.argumentSet(
            "more than an int holds, at the same ratio",
            BAD,
            1e12,
            1e13,
            new EventCounts(1_932_735_282L, Integer.MAX_VALUE)));
  }

  @Test
  void goodEventsThatWereScrapedBeforeTheirTotalCountLater() {
    assertThat(count(GOOD, List.of(10.0, 30.0, 0.0, 10.0), List.of(10.0, 20.0, 0.0, 20.0)))
        .extracting(EventCounts::bad)
        .containsExactly(0L, 0L, 0L, 0L);
  }

  @Test
  void goodEventsThatGoOnWhileTheirTotalIsAwayAreNoBadOnesWhenItIsBack() {
    var good = new ArrayList<Double>();
    var total = new ArrayList<Double>();
    for (var minute = 0; minute < 40; minute++) {
      good.add(100.0 * minute);
      total.add(minute >= 10 && minute < 20 ? ABSENT : (Double) (100.0 * minute));
    }

    var counts = counters(good, total);

    assertThat(counts).extracting(EventCounts::bad).containsOnly(0L);
    assertThat(counts.stream().mapToLong(EventCounts::total).sum()).isEqualTo(3_900);
  }

  @Test
  void goodEventsOfATotalThatIsAwayForTooLongAreForgotten() {
    var good = new ArrayList<Double>();
    var total = new ArrayList<Double>();
    for (var minute = 0; minute < 40; minute++) {
      good.add(100.0 * Math.min(minute, 30)); // an outage from then on
      total.add(minute >= 10 && minute < 30 ? ABSENT : (Double) (100.0 * minute));
    }

    assertThat(counters(good, total).subList(31, 40))
        .extracting(EventCounts::bad)
        .allSatisfy(bad -> assertThat(bad).isBetween(98L, 100L)); // but for what rounding may owe
  }

  @Test
  void goodEventsThatAreOwedHideNoLaterOutage() {
    var good = new ArrayList<Double>();
    var total = new ArrayList<Double>();
    for (var minute = 0; minute < 60; minute++) {
      good.add(minute >= 10 && minute < 14 ? ABSENT : (Double) (100.0 * Math.min(minute, 40)));
      total.add(100.0 * minute);
    }

    var counts = counters(good, total);

    assertThat(counts.subList(10, 14)).extracting(EventCounts::bad).containsOnly(100L);
    assertThat(counts.subList(14, 41)).extracting(EventCounts::bad).containsOnly(0L);
    assertThat(counts.subList(41, 60).stream().mapToLong(EventCounts::bad).sum())
        .isBetween(1_895L, 1_900L);
  }

  @Test
  void wrongQueryDoesNotSaveUpGoodEvents() {
    var good = new ArrayList<Double>();
    var total = new ArrayList<Double>();
    for (var i = 0; i < 100; i++) {
      good.add(20.0);
      total.add(10.0);
    }
    good.addAll(List.of(0.0, 0.0, 0.0, 0.0));
    total.addAll(List.of(10.0, 10.0, 10.0, 10.0));

    assertThat(count(GOOD, good, total).subList(102, 104))
        .extracting(EventCounts::bad)
        .containsExactly(10L, 10L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void roundingNeverAddsUp(long seed) {
    var random = new Random(seed);
    var good = new ArrayList<Double>();
    var total = new ArrayList<Double>();
    for (var i = 0; i < 10_000; i++) {
      var all = random.nextDouble() * 3;
      total.add(all);
      good.add(random.nextInt(10) == 0 ? all * random.nextDouble() : all);
      var counts = count(GOOD, List.of(good.getLast()), List.of(total.getLast())).getFirst();
      assertThat(counts.good()).isBetween(0L, counts.total());
    }
    var counted = count(GOOD, good, total).stream().reduce(EventCounts.NONE, EventCounts::plus);

    assertThat((double) counted.total()).isCloseTo(sum(total), within(0.6));
    assertThat((double) counted.good()).isCloseTo(sum(good), within(1.6));
  }

  @ParameterizedTest
  @MethodSource("values")
  void rawAndThresholdCount(
      Question question, double[] series, EventCounts expected, boolean unfit) {
    var answer = new QueryAnswer(false, 0, 1);
    for (var value : series) {
      answer.beginSeries();
      answer.value(0, value);
    }

    assertThat(MinuteCount.of(question, List.of(answer), 0, Carry.NONE))
        .isEqualTo(new MinuteCount(expected, Carry.NONE));
    assertThat(
            Misfit.of(question, List.of(answer), 0)
                .filter(misfit -> misfit != Misfit.NO_SERIES)
                .isPresent())
        .isEqualTo(unfit);
  }

  static Stream<Arguments> values() {
    var none = EventCounts.NONE;
    var success = new Question.Raw(ALL, true);
    var failure = new Question.Raw(ALL, false);
    var quick = new Question.Threshold(ALL, Op.LT, 0.3);
    var weight = Question.Raw.WEIGHT;
    return Stream.of(
        Arguments.of(success, new double[] {0.9995}, new EventCounts(999_500, weight), false),
        Arguments.of(failure, new double[] {0.0005}, new EventCounts(999_500, weight), false),
        Arguments.of(success, new double[] {1}, new EventCounts(weight, weight), false),
        Arguments.of(success, new double[] {0}, new EventCounts(0, weight), false),
        Arguments.of(success, new double[] {99.9}, none, true),
        Arguments.of(success, new double[] {-0.1}, none, true),
        Arguments.of(success, new double[] {Double.NaN}, none, false),
        Arguments.of(success, new double[] {}, none, false),
        Arguments.of(success, new double[] {0.5, 0.5}, none, true),
        Arguments.of(quick, new double[] {0.2}, new EventCounts(1, 1), false),
        Arguments.of(quick, new double[] {0.3}, new EventCounts(0, 1), false),
        Arguments.of(quick, new double[] {Double.POSITIVE_INFINITY}, new EventCounts(0, 1), false),
        Arguments.of(quick, new double[] {-1}, new EventCounts(1, 1), false),
        Arguments.of(quick, new double[] {Double.NaN}, none, false),
        Arguments.of(quick, new double[] {}, none, false),
        Arguments.of(quick, new double[] {0.1, 0.2}, none, true));
  }

  @Test
  void textsOfQuestionsDifferWhereTheyDo() {
    var texts =
        Stream.of(
                GOOD,
                BAD,
                new Question.Ratio(true, Optional.of(PART), Optional.empty(), ALL),
                new Question.Ratio(
                    false,
                    Optional.of(new Query("main", "x\" of main \"y")),
                    Optional.empty(),
                    ALL),
                new Question.Raw(ALL, true),
                new Question.Raw(ALL, false),
                new Question.Raw(new Query("other", "all"), false),
                new Question.Threshold(ALL, Op.LT, 0.3),
                new Question.Threshold(ALL, Op.LTE, 0.3),
                new Question.Threshold(ALL, Op.LT, 0.31))
            .map(Question::text)
            .toList();

    assertThat(texts).doesNotHaveDuplicates();
    assertThat(texts.getFirst()).isEqualTo("count good main \"part\" of main \"all\"");
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static List<EventCounts> count(
      Question question, List<Double> parts, List<Double> totals) {
    return count(question, List.of(answer(parts), answer(totals)), totals.size());
  }

  private static List<EventCounts> count(
      Question question, List<QueryAnswer> answers, int minutes) {
    var counts = new ArrayList<EventCounts>();
    var carry = Carry.NONE;
    for (var minute = 0; minute < minutes; minute++) {
      var count = MinuteCount.of(question, answers, minute, carry);
      carry = count.carry();
      counts.add(count.counts());
    }
    return counts;
  }

  private static List<EventCounts> counters(List<Double> good, List<Double> total) {
    var question = new Question.Ratio(true, Optional.of(PART), Optional.empty(), ALL);
    return count(question, List.of(answer(true, good), answer(true, total)), total.size());
  }

  private static QueryAnswer answer(List<Double> values) {
    return answer(false, values);
  }

  private static QueryAnswer answer(boolean counter, List<Double> values) {
    var answer = new QueryAnswer(counter, 0, values.size());
    answer.beginSeries();
    for (var minute = 0; minute < values.size(); minute++) {
      if (values.get(minute) != ABSENT) {
        answer.value(minute, values.get(minute));
      }
    }
    return answer;
  }
}

package dev.nines.slo.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryAnswerTest {
  private static final long FROM = 1_000;

  @ParameterizedTest
  @MethodSource("counters")
  void counterCountsItsIncreases(double[] values, double[] increases) {
    var answer = new QueryAnswer(true, FROM, FROM + values.length);
    answer.beginSeries();
    for (var i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        answer.value(FROM + i, values[i]);
      }
    }

    assertThat(LongStream.range(FROM, FROM + values.length).mapToDouble(answer::sum))
        .containsExactly(boxed(increases));
  }

  static Stream<Arguments> counters() {
    var none = Double.NaN;
    return Stream.of(
        Arguments.argumentSet(
            "grows", new double[] {100, 103, 103, 110}, new double[] {0, 3, 0, 7}),
        Arguments.argumentSet(
            "is reset: what it has since counts", new double[] {100, 5, 9}, new double[] {0, 5, 4}),
        Arguments.argumentSet(
            "was away for a while: its difference is not lost",
            new double[] {100, none, none, 130},
            new double[] {0, 0, 0, 30}),
        Arguments.argumentSet(
            "holds what is no count",
            new double[] {100, Double.POSITIVE_INFINITY, -1, 101},
            new double[] {0, 0, 0, 1}),
        Arguments.argumentSet(
            "has fractions: they never add up",
            new double[] {0.4, 0.8, 1.2, 1.6, 2.0},
            new double[] {0, 1, 0, 1, 0}));
  }

  @Test
  void counterThatWasAwayForLongBeginsAnew() {
    var answer = new QueryAnswer(true, FROM, FROM + 40);
    answer.beginSeries();
    answer.value(FROM, 100);
    answer.value(FROM + QueryAnswer.BRIDGED, 107);
    answer.value(FROM + 2 * QueryAnswer.BRIDGED + 1, 150);

    assertThat(answer.sum(FROM + QueryAnswer.BRIDGED)).isEqualTo(7);
    assertThat(answer.series(FROM + 2 * QueryAnswer.BRIDGED + 1)).isZero();
  }

  @Test
  void resetOfOneSeriesDoesNotHurtTheOthers() {
    var answer = new QueryAnswer(true, FROM, FROM + 2);
    for (var values : List.of(new double[] {1_000, 1_010}, new double[] {500, 2})) {
      answer.beginSeries();
      answer.value(FROM, values[0]);
      answer.value(FROM + 1, values[1]);
    }

    assertThat(answer.sum(FROM + 1)).isEqualTo(12);
    assertThat(answer.series(FROM + 1)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void countersReadInPiecesAreWhatAnOracleSays(long seed) {
    var random = new Random(seed);
    for (var round = 0; round < 100; round++) {
      var minutes = 30 + random.nextInt(170);
      var all = new ArrayList<TreeMap<Long, Double>>();
      for (var series = random.nextInt(5); series >= 0; series--) {
        all.add(counter(random, minutes));
      }
      var expected = new double[minutes];
      for (var m = 0; m < minutes; m++) {
        for (var series : all) {
          expected[m] += oracle(series, FROM + m);
        }
      }

      var actual = new double[minutes];
      for (var at = 0; at < minutes; ) {
        var end = Math.min(minutes, at + 1 + random.nextInt(40));
        var answer = read(all, FROM + at, FROM + end);
        for (; at < end; at++) {
          actual[at] = answer.sum(FROM + at);
        }
      }
      assertThat(actual).containsExactly(expected);
    }
  }

  /** As the reader asks for it: with the minutes before, in which counters find their base. */
  private static QueryAnswer read(List<TreeMap<Long, Double>> all, long from, long to) {
    var answer = new QueryAnswer(true, from, to);
    for (var series : all) {
      answer.beginSeries();
      series.subMap(from - QueryAnswer.BRIDGED, to).forEach(answer::value);
    }
    return answer;
  }

  private static double oracle(TreeMap<Long, Double> series, long minute) {
    var value = series.get(minute);
    var before = series.lowerEntry(minute);
    if (value == null || before == null || minute - before.getKey() > QueryAnswer.BRIDGED) {
      return 0;
    }
    return value < before.getValue() ? value : value - before.getValue();
  }

  /** Begins late at times, is reset, and is away for short and long. */
  private static TreeMap<Long, Double> counter(Random random, int minutes) {
    var series = new TreeMap<Long, Double>();
    var value = (double) random.nextInt(1_000_000);
    for (var m = random.nextBoolean() ? 0 : random.nextInt(minutes); m < minutes; m++) {
      var what = random.nextInt(40);
      value = what == 0 ? random.nextInt(50) : value + random.nextInt(100);
      if (what == 1) {
        m += random.nextInt(30);
      } else {
        series.put(FROM + m, value);
      }
    }
    return series;
  }

  private static Double[] boxed(double[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Double[]::new);
  }
}

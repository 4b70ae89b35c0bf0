package dev.nines.slo.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MisfitTest {
  private static final Query QUERY = new Query("main", "q");
  private static final Question RAW = new Question.Raw(QUERY, true);
  private static final Question THRESHOLD = new Question.Threshold(QUERY, Op.LT, 2);
  private static final Question RATIO =
      new Question.Ratio(false, Optional.of(QUERY), Optional.empty(), QUERY);

  @Test
  void saysWhyAMinuteCountsNothing() {
    assertThat(of(RAW)).contains(Misfit.NO_SERIES);
    assertThat(of(RAW, 0.5)).isEmpty();
    assertThat(of(RAW, 99.5)).contains(Misfit.NOT_A_RATIO);
    assertThat(of(RAW, -1)).contains(Misfit.NOT_A_RATIO);
    assertThat(of(RAW, Double.NaN)).isEmpty();
    assertThat(of(RAW, 0.5, 0.5)).contains(Misfit.SEVERAL_SERIES);
    assertThat(of(THRESHOLD, 1, 1)).contains(Misfit.SEVERAL_SERIES);
    assertThat(of(THRESHOLD, 99)).isEmpty();
    assertThat(of(RATIO, 1, 1)).isEmpty();
  }

  @Test
  void partWithoutSeriesIsNone_butATotalWithoutIs() {
    var some = answer(1);
    var none = answer();

    assertThat(Misfit.of(RATIO, List.of(none, some), 0)).isEmpty();
    assertThat(Misfit.of(RATIO, List.of(some, none), 0)).contains(Misfit.NO_SERIES);
  }

  private static Optional<Misfit> of(Question question, double... series) {
    return Misfit.of(question, List.of(answer(series)), 0);
  }

  private static QueryAnswer answer(double... series) {
    var answer = new QueryAnswer(false, 0, 1);
    for (var value : series) {
      answer.beginSeries();
      answer.value(0, value);
    }
    return answer;
  }
}

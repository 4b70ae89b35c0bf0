package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.re2j.Pattern;
import dev.nines.probe.FailureReason;
import dev.nines.probe.text.WatchedText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SearchesTest {
  private static final long LONG = Searches.MOST_INLINE + 1;

  private final Searches searches = new Searches(1);
  private final Deadlines deadlines = new Deadlines();

  @AfterEach
  void close() {
    searches.close();
    deadlines.close();
  }

  private static Thread here() {
    return Thread.currentThread();
  }

  @Test
  void shortSearchIsMadeByTheRun_andALongOneBesideIt() throws ProbeFault {
    try (var deadline = deadlines.start(Duration.ofSeconds(10))) {
      assertThat(searches.make(Searches.MOST_INLINE, deadline, SearchesTest::here))
          .isEqualTo(here());
      assertThat(searches.make(LONG, deadline, SearchesTest::here)).isNotEqualTo(here());
    }
  }

  @Test
  void stepsGrowWithTheTextAndThePatterns() {
    var small = Pattern.compile("a");
    var large = Pattern.compile("a{100}");

    assertThat(WatchedText.steps(64 * 1024, List.of(Pattern.compile("(?i)out of order"))))
        .isLessThanOrEqualTo(Searches.MOST_INLINE);
    assertThat(WatchedText.steps(64 * 1024, List.of(large))).isGreaterThan(Searches.MOST_INLINE);
    assertThat(WatchedText.steps(10, List.of(small, large)))
        .isEqualTo(10L * (small.programSize() + large.programSize()));
  }

  @Test
  void whoFindsNoThreadUntilTheDeadlineHasNothingToSayOfTheTarget() throws Exception {
    var end = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    try (var far = deadlines.start(Duration.ofSeconds(10));
        var near = deadlines.start(Duration.ofMillis(100))) {
      Thread.ofVirtual().start(() -> hold(far, begun, end));
      begun.await();

      assertThatExceptionOfType(ProbeFault.class)
          .isThrownBy(() -> searches.make(LONG, near, () -> true))
          .satisfies(fault -> assertThat(fault.reason()).isEqualTo(FailureReason.OVERLOADED))
          .withMessage("no thread was free to search the answer within 100ms");
      end.countDown();
      assertThat(searches.make(LONG, far, () -> true)).as("the thread is free again").isTrue();
    }
  }

  private void hold(Deadline deadline, CountDownLatch begun, CountDownLatch end) {
    try {
      searches.make(
          LONG,
          deadline,
          () -> {
            begun.countDown();
            try {
              end.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
            return true;
          });
    } catch (ProbeFault _) {
      // what became of it is asked elsewhere
    }
  }

  @Test
  void searchThatBeginsAfterTheDeadlineIsTooLate() throws Exception {
    try (var deadline = deadlines.start(Duration.ZERO)) {
      assertThatExceptionOfType(ProbeFault.class)
          .isThrownBy(() -> searches.make(LONG, deadline, () -> true))
          .satisfies(fault -> assertThat(fault.reason()).isEqualTo(FailureReason.TIMEOUT));
    }
  }

  @Test
  void textStopsItsReader_onceTheRunIsOver() {
    var deadline = deadlines.start(Duration.ofSeconds(10));
    var text = new WatchedText("x".repeat(5_000), deadline::check);
    assertThat(Pattern.compile("x$").matcher(text).find()).isTrue();
    deadline.close();

    assertThatExceptionOfType(Deadline.Overdue.class)
        .isThrownBy(() -> Pattern.compile("x$").matcher(text).find());
    assertThatExceptionOfType(ProbeFault.class)
        .isThrownBy(
            () -> searches.make(1, deadline, () -> Pattern.compile("x$").matcher(text).find()))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(FailureReason.TIMEOUT));
  }

  @Test
  void searchThatCannotBeMadeIsTheProbersFault_andQuotesNothing() {
    try (var deadline = deadlines.start(Duration.ofSeconds(10))) {
      for (var steps : List.of(1L, LONG)) {
        assertThatExceptionOfType(ProbeFault.class)
            .isThrownBy(() -> searches.make(steps, deadline, SearchesTest::fail))
            .satisfies(fault -> assertThat(fault.reason()).isEqualTo(FailureReason.PROBER))
            .withMessage("the answer could not be searched: IllegalStateException");
      }
    }
  }

  private static boolean fail() {
    throw new IllegalStateException("s3cret");
  }
}

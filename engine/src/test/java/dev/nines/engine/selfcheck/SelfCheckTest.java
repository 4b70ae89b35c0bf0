package dev.nines.engine.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SelfCheckTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final long RUN_NANOS = Duration.ofMillis(100).toNanos();

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger rounds = new AtomicInteger();
  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SelfCheck.class);
  private final SelfCheck selfCheck = checking(this::next);

  private SelfCheck checking(Callable<Outcome> round) {
    return new SelfCheck(
        "gw:53",
        () -> {
          rounds.incrementAndGet();
          try {
            return round.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        () -> {},
        nanos::get,
        () -> NOON.plusNanos(nanos.get()));
  }

  private Outcome next() {
    return outcomes.removeFirst();
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void unlisten() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private void will(Outcome... next) {
    outcomes.addAll(Arrays.asList(next));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private boolean excusesARunThatEndsNow() throws InterruptedException {
    return selfCheck.excuses(selfCheck.justEnded(RUN_NANOS));
  }

  @Test
  void runIsExcusedWhereNobodyAnswers_andStandsWhereOneDoes() throws InterruptedException {
    will(Outcome.SILENT, Outcome.ANSWERED);

    assertThat(excusesARunThatEndsNow()).isTrue();
    pass(Duration.ofSeconds(2));
    assertThat(excusesARunThatEndsNow()).isFalse();
    assertThat(rounds).hasValue(2);
  }

  @Test
  void anAnswerSpeaksForASecond_andNoLonger() throws InterruptedException {
    will(Outcome.ANSWERED, Outcome.SILENT);

    excusesARunThatEndsNow();
    pass(Duration.ofSeconds(1));
    assertThat(excusesARunThatEndsNow()).isFalse();
    assertThat(rounds).hasValue(1);
    pass(Duration.ofNanos(1));
    assertThat(excusesARunThatEndsNow()).isTrue();
    assertThat(rounds).hasValue(2);
  }

  @Test
  void runStandsWhereTheRoundCouldNotBeMade() throws InterruptedException {
    will(Outcome.NOT_MADE);

    assertThat(excusesARunThatEndsNow()).isFalse();
    assertThat(selfCheck.state()).isEqualTo(SelfCheck.State.NOT_KNOWN);
  }

  @Test
  void runStandsWhereTheRoundFails_andTheNextRunAsksAgain() throws InterruptedException {
    assertThat(excusesARunThatEndsNow()).as("there is no outcome to take").isFalse();

    pass(Duration.ofSeconds(2));
    will(Outcome.SILENT);
    assertThat(excusesARunThatEndsNow()).isTrue();
  }

  @Test
  void errorInARoundLetsGoOfTheRunsThatWait() throws InterruptedException {
    var broken =
        new SelfCheck(
            "gw:53",
            () -> {
              throw new NoClassDefFoundError("lost on the way");
            },
            () -> {},
            nanos::get,
            () -> NOON);
    var excused = new ArrayList<Boolean>();
    var run =
        Thread.ofVirtual()
            .start(() -> {
              try {
                excused.add(broken.excuses(broken.justEnded(RUN_NANOS)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    assertThat(run.join(Duration.ofSeconds(10))).isTrue();
    assertThat(excused).containsExactly(false);
  }

  @Test
  void withoutTargetsNobodyIsAskedAndNoRunIsExcused() throws InterruptedException {
    assertThat(SelfChecks.NONE.excuses(new RunSpan(0, 1))).isFalse();
    SelfChecks.NONE.keepWatch();
    assertThat(SelfChecks.NONE.state().known()).isFalse();
  }

  @Test
  void fiveThousandRunsThatFailAtOnceShareOneRound() throws Exception {
    var answer = new CountDownLatch(1);
    var many =
        checking(() -> {
          answer.await();
          return Outcome.SILENT;
        });
    var arrived = new AtomicInteger();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<Boolean>>();
      for (var i = 0; i < 5_000; i++) {
        runs.add(
            threads.submit(() -> {
              arrived.incrementAndGet();
              return many.excuses(many.justEnded(RUN_NANOS));
            }));
      }
      await().until(() -> arrived.get() == 5_000);
      answer.countDown();
      for (var run : runs) {
        assertThat(run.get()).isTrue();
      }
    }

    assertThat(rounds).hasValue(1);
  }

  /** Real time, rounds that take a while: never two at once. */
  @Test
  void roundsComeOneAtATime() throws Exception {
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var crowded =
        new SelfCheck(
            "gw:53",
            () -> {
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              for (var i = 0; i < 100; i++) {
                Thread.yield();
              }
              atOnce.decrementAndGet();
              rounds.incrementAndGet();
              return Outcome.ANSWERED;
            },
            () -> {},
            () -> nanos.addAndGet(Duration.ofMillis(500).toNanos()), // so that rounds are many
            () -> NOON);

    for (var wave = 0; wave < 10; wave++) { // all of one may wait for the same round
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var i = 0; i < 100; i++) {
          threads.submit(() -> crowded.excuses(crowded.justEnded(RUN_NANOS)));
        }
      }
    }

    assertThat(rounds.get()).isGreaterThan(1);
    assertThat(most).hasValue(1);
  }

  @Test
  void stateIsSinceTheFirstSilence_andToldOnce() throws InterruptedException {
    will(Outcome.SILENT, Outcome.NOT_MADE, Outcome.SILENT, Outcome.ANSWERED, Outcome.ANSWERED);

    excusesARunThatEndsNow();
    for (var i = 0; i < 2; i++) {
      pass(Duration.ofSeconds(10));
      excusesARunThatEndsNow();
      assertThat(selfCheck.state().cutOffSince()).contains(NOON);
    }
    for (var i = 0; i < 2; i++) {
      pass(Duration.ofSeconds(10));
      excusesARunThatEndsNow();
      assertThat(selfCheck.state().cutOffSince()).isEmpty();
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "no self-check target answers (gw:53): runs that fail are unknown meanwhile",
            "a self-check target answers again, after 30 s");
  }

  @Test
  void healthTellsWhileNobodyAnswers() throws InterruptedException {
    var health = new SelfCheckHealth(selfCheck);
    assertThat(health.execute().isHealthy()).isTrue();
    will(Outcome.SILENT);

    excusesARunThatEndsNow();

    assertThat(health.execute().isHealthy()).isFalse();
    assertThat(health.execute().getMessage())
        .isEqualTo(
            "no self-check target (gw:53) answers since 2026-11-24T12:00:00Z; runs that fail are"
                + " unknown");
  }

  @Test
  void watchIsKeptUntilSomebodyAnswers_andThenOnlyFailedRunsAsk() {
    will(Outcome.SILENT, Outcome.SILENT, Outcome.ANSWERED);

    for (var state : List.of(true, true, false)) {
      var before = rounds.get();
      selfCheck.keepWatch();
      await().until(() -> rounds.get() == before + 1 && selfCheck.state().known());
      await().until(() -> selfCheck.state().cutOffSince().isPresent() == state);
    }
    selfCheck.keepWatch();

    assertThat(outcomes).isEmpty();
    assertThat(rounds).hasValue(3);
  }
}

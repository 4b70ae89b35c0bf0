package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.afterRequest;
import static dev.nines.probe.run.HostileServer.answering;
import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.bodyHas;
import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.http.BodyBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many large bodies at once, for which there is not room enough. */
@Timeout(60)
class BodyBudgetIT {
  private static final long MIB = 1024 * 1024;
  private static final String ONE_MIB = "x".repeat((int) MIB);

  private final BodyBudget budget = new BodyBudget(8 * MIB);
  private final Prober prober =
      new Prober(System::nanoTime, InstantSource.system(), "test", budget);

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void asManyAreKeptAsThereIsRoomFor_andTheOthersAreNotTheTargetsFault() throws Exception {
    var end = new CountDownLatch(1);
    try (var server = new HostileServer(mebibytes(3, end));
        var ordinary = new HostileServer(answering("HTTP/1.1 200 OK\r\n\r\nhere"))) {
      var runs = atOnce(30, expecting(bodyHas("x$"), http(url(server))));
      while (runs.stream().filter(Future::isDone).count() < 28) {
        assertThat(budget.taken()).isLessThanOrEqualTo(8 * MIB);
        assertThat(prober.run(expecting(bodyHas("here"), http(url(ordinary)))).failure()).isEmpty();
      }
      assertThat(budget.taken()).isBetween(5 * MIB, 8 * MIB);
      end.countDown();

      assertThat(reasons(runs).filter(FailureReason.OVERLOADED::equals)).hasSize(28);
      assertThat(runs).filteredOn(run -> run.resultNow().success()).hasSize(2);
      assertThat(budget.taken()).isZero();
    }
  }

  @Test
  void roomIsGivenBack_howeverARunEnds() throws Exception {
    var never = new CountDownLatch(1);
    HostileServer.Behaviour breaksOff =
        afterRequest(socket -> {
          write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n");
          write(socket, ONE_MIB);
        });
    for (var behaviour : List.of(breaksOff, mebibytes(2, never), mebibytes(11, never))) {
      try (var server = new HostileServer(behaviour)) {
        var spec = within(Duration.ofSeconds(1), expecting(bodyHas("x$"), http(url(server))));

        assertThat(prober.run(spec).success()).isFalse();
        assertThat(budget.taken()).isZero();
      }
    }
  }

  @Test
  void bodyThatAloneIsMoreThanAllRoomIsTooLarge_sinceNoLoadOfOthersIsToBlame() throws Exception {
    try (var server = new HostileServer(mebibytes(9, new CountDownLatch(0)))) {
      var run = prober.run(expecting(bodyHas("x$"), http(url(server))));

      assertThat(run.failure().map(Failure::reason)).contains(FailureReason.TOO_LARGE);
      assertThat(run.failure().orElseThrow().detail())
          .isEqualTo("the body is larger than " + (8 * MIB + BodyBudget.FREE) + " bytes");
    }
  }

  @Test
  void bodiesThatNobodyLooksIntoTakeNoRoom() throws Exception {
    try (var server = new HostileServer(mebibytes(20, new CountDownLatch(0)))) {
      for (var run : atOnce(4, http(url(server)))) {
        assertThat(run.get().failure()).isEmpty();
      }
    }
  }

  /** All but the last byte at once. */
  private static HostileServer.Behaviour mebibytes(int count, CountDownLatch end) {
    return afterRequest(socket -> {
      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + (count * MIB + 1) + "\r\n\r\n");
      for (var i = 0; i < count; i++) {
        write(socket, ONE_MIB);
      }
      end.await();
      write(socket, "x");
    });
  }

  private static Stream<FailureReason> reasons(List<Future<ProbeRun>> runs)
      throws ExecutionException, InterruptedException {
    var reasons = new ArrayList<FailureReason>();
    for (var run : runs) {
      run.get().failure().map(Failure::reason).ifPresent(reasons::add);
    }
    return reasons.stream();
  }

  private List<Future<ProbeRun>> atOnce(int count, HttpSpec spec) {
    var runs = new ArrayList<Future<ProbeRun>>();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    for (var i = 0; i < count; i++) {
      runs.add(threads.submit((Callable<ProbeRun>) () -> prober.run(spec)));
    }
    threads.shutdown();
    return runs;
  }

  private static String url(HostileServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }
}

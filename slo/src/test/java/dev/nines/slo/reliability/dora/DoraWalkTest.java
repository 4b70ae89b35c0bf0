package dev.nines.slo.reliability.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.Deployment.Result;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * The figures against a walk over every second of some hours that a machine has made up: several
 * services, deployments of one second, rollbacks, open incidents, causes declared for and against.
 */
class DoraWalkTest {
  private static final int LENGTH = 6 * 3_600;
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
  private static final Instant EPOCH = Instant.parse("2026-11-24T15:15:00Z"); // 3 h before midnight
  private static final List<String> SERVICES = List.of("shop", "search", "mail");

  private final List<Deployment> deployments = new ArrayList<>();
  private final List<ServiceIncident> incidents = new ArrayList<>();
  private int from;
  private int to;
  private int now;
  private int causeWindow;

  @RepeatedTest(300)
  void figuresAreThoseOfTheWalk(RepetitionInfo repetition) {
    makeUp(new Random(repetition.getCurrentRepetition()));
    var window = ReportingWindow.of(at(from), at(to), ZONE);

    for (var service : SERVICES) {
      check(DoraFigures.of(List.of(history(service)), window, at(now)), List.of(service));
    }
    check(DoraFigures.of(SERVICES.stream().map(this::history).toList(), window, at(now)), SERVICES);
  }

  private void makeUp(Random random) {
    from = random.nextInt(LENGTH / 2);
    to = from + random.nextInt(LENGTH - from);
    now = random.nextBoolean() ? LENGTH : random.nextInt(LENGTH);
    causeWindow = 1 + random.nextInt(3_600);
    var crowded = 1 + random.nextInt(LENGTH); // few distinct seconds, or many
    for (var id = random.nextInt(40); id > 0; id--) {
      var second = random.nextInt(crowded);
      var committed = new ArrayList<Instant>();
      for (var commits = random.nextInt(4); commits > 0; commits--) {
        committed.add(at(second - random.nextInt(5_000) + 200));
      }
      deployments.add(
          new Deployment(
              id,
              SERVICES.get(random.nextInt(3)),
              "v" + id,
              "production",
              at(second),
              random.nextInt(4) > 0
                  ? Result.SUCCEEDED
                  : random.nextBoolean() ? Result.FAILED : Result.CANCELED,
              committed,
              random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty(),
              random.nextInt(5) == 0));
    }
    for (var id = random.nextInt(30); id > 0; id--) {
      var second = random.nextInt(crowded);
      var evidence = Evidence.values()[random.nextInt(4)];
      incidents.add(
          new ServiceIncident(
              id,
              SERVICES.get(random.nextInt(3)),
              at(second),
              random.nextInt(4) > 0
                  ? Optional.of(at(second + random.nextInt(4_000)))
                  : Optional.empty(),
              switch (random.nextInt(4)) {
                case 0 -> new DeclaredCause.NoDeployment(evidence);
                case 1 -> new DeclaredCause.OfDeployment(random.nextInt(45), evidence);
                default -> new DeclaredCause.Untold();
              }));
    }
  }

  private DeliveryHistory history(String service) {
    return new DeliveryHistory(
        service,
        deployments.stream().filter(deployment -> deployment.service().equals(service)).toList(),
        incidents,
        Duration.ofSeconds(causeWindow));
  }

  private void check(DoraFigures figures, List<String> services) {
    var succeeded = new ArrayList<Deployment>();
    var leadTimes = new ArrayList<Long>();
    var days = new HashSet<Object>();
    var negative = 0;
    var withoutCommits = 0;
    var told = 0;
    var unplanned = 0;
    var ended = new int[Result.values().length];
    for (var second = from; second < Math.min(to, now); second++) {
      for (var deployment : deployments) {
        if (second(deployment.finishedAt()) != second || !services.contains(deployment.service())) {
          continue;
        }
        ended[deployment.result().ordinal()]++;
        if (deployment.result() != Result.SUCCEEDED) {
          continue;
        }
        succeeded.add(deployment);
        days.add(at(second).atZone(ZONE).getDayOfMonth());
        if (deployment.rollback()) {
          told++;
          unplanned++;
          continue;
        }
        if (deployment.rework().isPresent()) {
          told++;
          unplanned += deployment.rework().get() ? 1 : 0;
        }
        withoutCommits += deployment.committedAt().isEmpty() ? 1 : 0;
        for (var committed : deployment.committedAt()) {
          var length = second - second(committed);
          if (length < 0) {
            negative++;
          } else {
            leadTimes.add((long) length);
          }
        }
      }
    }
    assertThat(figures.frequency().deployments()).isEqualTo(succeeded.size());
    assertThat(figures.frequency().activeDays()).isEqualTo(days.size());
    assertThat(figures.frequency().perDay().value().isPresent()).isEqualTo(!succeeded.isEmpty());
    figures
        .frequency()
        .perDay()
        .value()
        .ifPresent(rate ->
            assertThat(rate * (Math.min(to, now) - from) / 86_400)
                .isCloseTo(succeeded.size(), within(1e-9)));
    assertThat(figures.failedRuns()).isEqualTo(ended[Result.FAILED.ordinal()]);
    assertThat(figures.canceledRuns()).isEqualTo(ended[Result.CANCELED.ordinal()]);
    assertThat(figures.withoutCommits()).isEqualTo(withoutCommits);
    assertThat(figures.leadTime().invalid()).isEqualTo(negative);
    same(figures.leadTime(), leadTimes);
    assertThat(figures.rework().part()).isEqualTo(unplanned);
    assertThat(figures.rework().whole()).isEqualTo(told);
    checkFailures(figures.all(), succeeded, true);
    checkFailures(figures.declared(), succeeded, false);
  }

  private void checkFailures(ChangeFailures failures, List<Deployment> of, boolean inferredToo) {
    var failed = new TreeSet<Long>();
    var recoveries = new ArrayList<Long>();
    var pending = 0;
    var invalid = 0;
    for (var deployment : of) {
      var own =
          incidents.stream().filter(incident -> blames(incident, deployment, inferredToo)).toList();
      var takenBack =
          deployments.stream().filter(rollback -> takesBack(rollback, deployment)).toList();
      if (own.isEmpty() && takenBack.isEmpty()) {
        continue;
      }
      failed.add(deployment.id());
      if (own.stream().anyMatch(incident -> incident.restored().isEmpty())) {
        pending++;
        continue;
      }
      var end = -1;
      for (var incident : own) {
        end = Math.max(end, second(incident.restored().orElseThrow()));
      }
      for (var rollback : own.isEmpty() ? takenBack : List.<Deployment>of()) {
        end = Math.max(end, second(rollback.finishedAt()));
      }
      if (end < second(deployment.finishedAt())) {
        invalid++;
      } else {
        recoveries.add((long) end - second(deployment.finishedAt()));
      }
    }
    assertThat(new TreeSet<>(failures.failed().stream().map(f -> f.deployment().id()).toList()))
        .isEqualTo(failed);
    assertThat(failures.rate().part()).isEqualTo(failed.size());
    assertThat(failures.rate().whole()).isEqualTo(of.size());
    assertThat(failures.recovery().pending()).isEqualTo(pending);
    assertThat(failures.recovery().invalid()).isEqualTo(invalid);
    same(failures.recovery(), recoveries);
  }

  private boolean blames(ServiceIncident incident, Deployment deployment, boolean inferredToo) {
    return switch (incident.cause()) {
      case DeclaredCause.NoDeployment _ -> false;
      case DeclaredCause.OfDeployment(var id, _) -> id == deployment.id();
      case DeclaredCause.Untold() ->
          inferredToo
              && incident.service().equals(deployment.service())
              && walkBack(incident) == deployment.id();
    };
  }

  /** Second by second back from the impact, as far as the window reaches. */
  private long walkBack(ServiceIncident incident) {
    var impact = second(incident.impactStart());
    for (var second = impact; second > impact - causeWindow; second--) {
      var newest = -1L;
      for (var deployment : deployments) {
        if (deployment.service().equals(incident.service())
            && deployment.result() == Result.SUCCEEDED
            && second(deployment.finishedAt()) == second) {
          newest = Math.max(newest, deployment.id());
        }
      }
      if (newest >= 0) {
        return newest;
      }
    }
    return -1;
  }

  private boolean takesBack(Deployment rollback, Deployment deployment) {
    return rollback.rollback()
        && rollback.result() == Result.SUCCEEDED
        && rollback.service().equals(deployment.service())
        && !deployment.rollback()
        && later(rollback, deployment)
        && deployments.stream()
            .noneMatch(between ->
                between.service().equals(deployment.service())
                    && between.result() == Result.SUCCEEDED
                    && !between.rollback()
                    && later(rollback, between)
                    && later(between, deployment));
  }

  private static boolean later(Deployment a, Deployment b) {
    var difference = second(a.finishedAt()) - second(b.finishedAt());
    return difference > 0 || (difference == 0 && a.id() > b.id());
  }

  private static void same(MedianTime time, List<Long> seconds) {
    var counts = new TreeMap<Long, Integer>();
    seconds.forEach(value -> counts.merge(value, 1, Integer::sum));
    assertThat(time.figure().value().isPresent()).isEqualTo(!seconds.isEmpty());
    time.figure()
        .value()
        .ifPresent(times -> {
          assertThat(times.n()).isEqualTo(seconds.size());
          assertThat(times.median().toMillis())
              .isEqualTo(
                  (nth(counts, (times.n() - 1) / 2) + nth(counts, times.n() / 2)) * 1_000 / 2);
          assertThat(atMost(times, times.p90()) * 10).isGreaterThanOrEqualTo(9 * times.n());
          assertThat(atMost(times, times.p90().minusNanos(1)) * 10).isLessThan(9 * times.n());
        });
  }

  private static long atMost(Times times, Duration limit) {
    return times.values().stream().filter(value -> value.compareTo(limit) <= 0).count();
  }

  private static long nth(TreeMap<Long, Integer> counts, int place) {
    var seen = 0;
    for (var entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen > place) {
        return entry.getKey();
      }
    }
    throw new AssertionError(place);
  }

  private static Instant at(int second) {
    return EPOCH.plusSeconds(second);
  }

  private static int second(Instant instant) {
    return (int) Duration.between(EPOCH, instant).toSeconds();
  }
}

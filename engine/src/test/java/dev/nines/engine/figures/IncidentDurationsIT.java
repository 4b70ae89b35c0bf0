package dev.nines.engine.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.results.Runs;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Run;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentDurationsIT {
  private static final IncidentLifecycle LIFECYCLE = new IncidentLifecycle(ServicePolicy.DEFAULT);
  private static final Instant NOON = Runs.NOON;

  private final Database database = TestDatabase.fresh();
  private final Jdbi jdbi = database.jdbi();
  private final IncidentDesk desk = new IncidentDesk(jdbi, URI.create("http://nines.test"));
  private final Instance first = new Instance();

  /** One Nines, from one start to the next. */
  private final class Instance {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final IncidentDurations durations = new IncidentDurations(registry);

    void tick() {
      durations.follow(jdbi, jdbi.withHandle(handle -> IncidentTable.since(handle, Instant.EPOCH)));
    }

    /** Count and sum by what is measured; empty before there is any. */
    String told(String measure) {
      return registry
          .scrape(name -> name.equals("incident_time_to_" + measure + "_seconds"))
          .stream()
          .flatMap(snapshot -> ((HistogramSnapshot) snapshot).getDataPoints().stream())
          .map(point ->
              point.getLabels().get("service") + " " + point.getCount() + " " + point.getSum())
          .reduce("", (a, b) -> a + b);
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eachTimeIsCountedOnceItIsKnown_andOnlyOnce() {
    first.tick();
    assertThat(first.told("detect")).isEmpty();
    move(down(Optional.empty()), NOON.plusSeconds(30));
    first.tick();
    first.tick();

    assertThat(first.told("detect")).isEqualTo("shop 1 21.0");
    assertThat(first.told("acknowledge")).isEmpty();
    assertThat(first.told("restore")).isEmpty();

    acknowledge(NOON.plusSeconds(90));
    first.tick();
    assertThat(first.told("acknowledge")).isEqualTo("shop 1 60.0");

    move(down(Optional.of(NOON.plusSeconds(120))), NOON.plusSeconds(140));
    first.tick();
    assertThat(first.told("restore")).as("restored, but it may relapse").isEmpty();
    move(down(Optional.of(NOON.plusSeconds(120))), NOON.plusSeconds(600));
    first.tick();
    first.tick();
    assertThat(latest().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(first.told("restore")).isEqualTo("shop 1 120.0");
  }

  @Test
  void relapseAfterItWasResolvedTakesNothingBack_alsoNotOverARestartOrElsewhere() {
    var other = new Instance();
    other.tick();
    move(down(Optional.of(NOON.plusSeconds(120))), NOON.plusSeconds(600));
    first.tick();
    other.tick();
    move(relapse(Optional.empty()), NOON.plusSeconds(640));
    assertThat(latest().state()).isEqualTo(Incident.State.OPEN);
    assertThat(latest().reopened()).isEqualTo(1);
    first.tick();
    other.tick();
    var restarted = new Instance();
    restarted.tick();
    move(relapse(Optional.of(NOON.plusSeconds(900))), NOON.plusSeconds(2_000));
    assertThat(latest().times().restored()).contains(NOON.plusSeconds(900));

    for (var instance : List.of(first, other, restarted, new Instance())) {
      instance.tick();
      assertThat(instance.told("restore")).isEqualTo("shop 1 120.0");
      assertThat(instance.told("detect")).isEqualTo("shop 1 21.0");
    }
    var firstResolved =
        jdbi.withHandle(handle -> IncidentFacts.firstResolved(handle, List.of(latest())));
    var times = IncidentFacts.times(latest(), firstResolved);
    assertThat(times.firstResolved()).contains(NOON.plusSeconds(600));
    assertThat(times.resolved()).contains(NOON.plusSeconds(2_000));
  }

  @Test
  void impactThatCountsFromTheEndOfMaintenanceHasNoTimeToDetect() {
    var heldBack =
        new Signal.ProbeDown(
            "shop-http",
            "local",
            Optional.empty(),
            NOON,
            NOON,
            Severity.CRITICAL,
            new Run.Failure("connect", "refused", "refused in connect", Optional.empty()),
            Optional.of(
                new Signal.Cleared(NOON.plusSeconds(60), NOON.plusSeconds(71), "recovered")),
            Optional.of(NOON.minusSeconds(600)));
    move(heldBack, NOON.plusSeconds(900));
    first.tick();

    assertThat(first.told("detect")).isEmpty();
    assertThat(first.told("restore")).isEqualTo("shop 1 60.0");
  }

  @Test
  void startReadsNoIncidentWhoseTimesAreWrittenDown() {
    move(down(Optional.of(NOON.plusSeconds(120))), NOON.plusSeconds(600));
    first.tick();
    jdbi.useHandle(handle -> handle.execute("update incident set body = '{}'")); // not readable
    var restarted = new Instance();

    restarted.durations.follow(jdbi, List.of());

    assertThat(restarted.told("restore")).isEqualTo("shop 1 120.0");
  }

  private void move(Signal signal, Instant now) {
    var incidents = jdbi.withHandle(handle -> IncidentTable.since(handle, Instant.EPOCH));
    for (var transition :
        LIFECYCLE.evaluate("shop", incidents.stream().findFirst(), List.of(signal), now)) {
      assertThat(desk.commit(Catalog.EMPTY, transition, _ -> {})).isTrue();
    }
  }

  private void acknowledge(Instant now) {
    var transition =
        IncidentLifecycle.byHand(latest(), "ada", new ByHand.Acknowledge(""), now).orElseThrow();
    assertThat(desk.commit(Catalog.EMPTY, transition, _ -> {})).isTrue();
  }

  private Incident latest() {
    return jdbi.withHandle(handle -> IncidentTable.since(handle, Instant.EPOCH)).getFirst();
  }

  private static Signal down(Optional<Instant> restored) {
    return down(NOON, restored);
  }

  private static Signal relapse(Optional<Instant> restored) {
    return down(NOON.plusSeconds(610), restored);
  }

  private static Signal down(Instant impact, Optional<Instant> restored) {
    return new Signal.ProbeDown(
        "shop-http",
        "local",
        Optional.empty(),
        impact,
        impact.plusSeconds(21),
        Severity.CRITICAL,
        new Run.Failure("connect", "refused", "refused in connect", Optional.empty()),
        restored.map(at -> new Signal.Cleared(at, at.plusSeconds(11), "recovered")));
  }
}

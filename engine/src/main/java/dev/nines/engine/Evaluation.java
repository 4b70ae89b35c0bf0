package dev.nines.engine;

import dev.nines.engine.adjustments.AdjustmentDesk;
import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.figures.IncidentDurations;
import dev.nines.engine.gate.Gate;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.telemetry.SpanScope;
import dev.nines.engine.telling.TellingDesk;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is done again and again with what was written, in its order; and how long ago
 * that was done last. Thread-safe.
 */
final class Evaluation {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

  /** How long a tick may take now and then. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private final Books books;
  private final CauseDesk causes;
  private final TellingDesk telling;
  private final IncidentDurations durations;
  private final Tracer tracer;
  private final Evaluator evaluator;
  private final Gate gate;
  private final Duration longestAge;

  private volatile boolean succeeding = true;
  private volatile long doneAt = System.nanoTime();

  Evaluation(
      Settings settings,
      Jdbi jdbi,
      Books books,
      IncidentDesk desk,
      CauseDesk causes,
      TellingDesk telling,
      IncidentDurations durations,
      Tracer tracer,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.books = books;
    this.causes = causes;
    this.telling = telling;
    this.durations = durations;
    this.tracer = tracer;
    evaluator =
        new Evaluator(
            jdbi,
            books.sli(),
            new BurnAlerts(books.sli()),
            desk,
            books.degraded()::contains,
            books::streak,
            new AdjustmentDesk(settings.timeZone()),
            settings.timeZone());
    longestAge = settings.evaluation().interval().multipliedBy(3).plus(GRACE);
    gate =
        new Gate(
            books::catalog, evaluator::snapshot, this::age, longestAge, settings.timeZone(), clock);
  }

  Evaluator evaluator() {
    return evaluator;
  }

  Gate gate() {
    return gate;
  }

  /** Whether what is said by the last one can still be relied on. */
  boolean isFresh() {
    return age().compareTo(longestAge) < 0;
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - doneAt);
  }

  /** Evaluates everything once, also between two ticks. */
  void run() {
    try (var scope = SpanScope.of(tracer.spanBuilder("evaluate").startSpan())) {
      run(scope);
    }
  }

  private void run(SpanScope scope) {
    try {
      books.consistently(this::tick);
      durations.follow(jdbi, evaluator.snapshot().incidents());
      succeeding = true;
      doneAt = System.nanoTime();
    } catch (JdbiException e) {
      scope.fail(e);
      if (succeeding) { // once an outage; the writer tells when it is over
        LOG.warn("nothing is evaluated while the database does not answer", e);
      }
      succeeding = false;
    }
  }

  private void tick(Catalog catalog) {
    var now = jdbi.withHandle(Evaluator::now);
    telling.before(catalog, now);
    evaluator.tick(catalog, now);
    telling.after(catalog, now);
    jdbi.useTransaction(causes::followAwaited);
    gate.follow(jdbi);
  }
}

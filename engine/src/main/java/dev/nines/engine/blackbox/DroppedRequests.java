package dev.nines.engine.blackbox;

import dev.nines.engine.schedule.UnknownCause;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which requests to {@code /probe} did a full gate turn away? Each is counted; the log has one line
 * a minute and gate at most, since Prometheus asks again at every scrape. Thread-safe.
 */
final class DroppedRequests {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Consumer<String> log;
  private final Counter counter;
  private final Map<UnknownCause, Told> told = new EnumMap<>(UnknownCause.class);

  /** The last line of a gate, and what came after it. */
  private record Told(Instant at, long since) {}

  DroppedRequests(PrometheusRegistry registry, InstantSource clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
    counter = MetricBuilders.counter(Metric.REQUESTS_DROPPED).register(registry);
    for (var gate :
        List.of(UnknownCause.GATE_TOTAL, UnknownCause.GATE_HOST, UnknownCause.GATE_BODIES)) {
      counter.initLabelValues(gate.label());
    }
  }

  /** Counts one whose answer there was no room for, and says so in the sentence given. */
  String forBodies(String sentence) {
    return counted(sentence, UnknownCause.GATE_BODIES);
  }

  /** Counts one that was not begun, and says why in a sentence. */
  String of(String hostPort, UnknownCause gate) {
    return counted(
        gate == UnknownCause.GATE_HOST
            ? "as many probes of %s are under way as probeEndpoint.concurrency.perHost allows"
                .formatted(hostPort)
            : "as many probes are under way as probeEndpoint.concurrency.total allows",
        gate);
  }

  private String counted(String sentence, UnknownCause gate) {
    counter.labelValues(gate.label()).inc();
    tell(sentence, gate);
    return sentence;
  }

  private synchronized void tell(String sentence, UnknownCause gate) {
    var now = clock.instant();
    var last = told.get(gate);
    if (last != null && now.isBefore(last.at().plus(SILENCE))) {
      told.put(gate, new Told(last.at(), last.since() + 1));
      return;
    }
    told.put(gate, new Told(now, 0));
    log.accept(
        "/probe turned a request away: "
            + sentence
            + (last == null || last.since() == 0
                ? ""
                : "; so it did with %d more since the last line of this kind"
                    .formatted(last.since())));
  }
}

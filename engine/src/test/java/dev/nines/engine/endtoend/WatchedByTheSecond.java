package dev.nines.engine.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Services with a probe or two every second, quick incidents, and an objective with a budget that
 * no alert watches.
 *
 * @param targets of each service, the URL of each of its probes
 * @param failures in a row that make an outage
 * @param recoveries in a row that end it
 */
record WatchedByTheSecond(Map<String, List<String>> targets, int failures, int recoveries) {
  private static final Duration HOLD = Duration.ofSeconds(1);
  private static final Duration FLAP = Duration.ofSeconds(2);
  private static final double TARGET = 0.5;

  String declarations() {
    return targets.entrySet().stream()
        .map(entry -> service(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("---\n"));
  }

  private String service(String name, List<String> probed) {
    var text =
        new StringBuilder(
            """
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: %1$s}
            ---
            apiVersion: nines.dev/v1
            kind: ServicePolicy
            metadata: {name: %1$s-quick}
            spec: {services: [%1$s], holdTime: %2$ds, flapWindow: %3$ds}
            ---
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: %1$s-available, annotations: {nines.dev/burn-alerts: none}}
            spec:
              service: %1$s
              indicator:
                metadata: {name: %1$s-success}
                spec:
                  ratioMetric:
                    counter: true
                    good: {metricSource: {type: nines, spec: {service: %1$s, result: success}}}
                    total: {metricSource: {type: nines, spec: {service: %1$s}}}
              timeWindow: [{duration: 6h, isRolling: true}]
              budgetingMethod: Occurrences
              objectives: [{target: %4$s}]
            """
                .formatted(name, HOLD.toSeconds(), FLAP.toSeconds(), TARGET));
    for (var i = 0; i < probed.size(); i++) {
      text.append(
          """
          ---
          apiVersion: nines.dev/v1
          kind: Probe
          metadata: {name: %s}
          spec:
            service: %s
            target: %s
            interval: 1s
            timeout: 900ms
            incident: {failures: %d, recoveries: %d}
            prober: http
          """
              .formatted(probe(name, i), name, probed.get(i), failures, recoveries));
    }
    return text.toString();
  }

  private static String probe(String service, int number) {
    return service + "-" + number;
  }

  List<String> probes(String service) {
    return IntStream.range(0, targets.getOrDefault(service, List.of()).size())
        .mapToObj(i -> probe(service, i))
        .toList();
  }

  /** What makes an incident of its own has been well for longer than this before. */
  Duration calm() {
    return HOLD.plus(FLAP);
  }

  /** {@return the share of bad runs that the objective allows} */
  double allowedBadRatio() {
    return 1 - TARGET;
  }
}

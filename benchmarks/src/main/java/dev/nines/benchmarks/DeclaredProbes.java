package dev.nines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Declarations of many HTTP probes, spread over services that each have an availability and a
 * latency objective, so that every run is counted twice as it would be in earnest.
 *
 * @param probes how many probes
 * @param services how many services
 * @param interval of every probe, whole seconds
 * @param port of the target on 127.0.0.1
 */
record DeclaredProbes(int probes, int services, Duration interval, int port) {
  List<String> names() {
    return IntStream.range(0, probes).mapToObj(DeclaredProbes::name).toList();
  }

  /** One file a service. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var i = 0; i < services; i++) {
      var service = "service-%03d".formatted(i);
      var text = new StringBuilder(service(service));
      for (var n = i; n < probes; n += services) {
        text.append(probe(name(n), service));
      }
      Files.writeString(folder.resolve(service + ".yaml"), text);
    }
  }

  /** With one service and an availability objective for each probe, a few hundred to a file. */
  void writeOneSloEach(Path folder) throws IOException {
    Files.createDirectories(folder);
    var files = Math.ceilDiv(probes, 500);
    for (var i = 0; i < files; i++) {
      var text = new StringBuilder();
      for (var n = i; n < probes; n += files) {
        var service = "service-%04d".formatted(n);
        text.append("---\n").append(available(service)).append(probe(name(n), service));
      }
      Files.writeString(folder.resolve("part-%03d.yaml".formatted(i)), text);
    }
  }

  private String probe(String name, String service) {
    var seconds = interval.toSeconds();
    return """
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: %s}
    spec:
      service: %s
      target: http://127.0.0.1:%d/%s
      interval: %ds
      timeout: %ds
      prober: http
      http: {valid_status_codes: [200]}
    """
        .formatted(name, service, port, name, seconds, seconds / 2);
  }

  private static String available(String name) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: %1$s}
    spec: {description: a service of the benchmark}
    ---
    apiVersion: openslo/v1
    kind: SLO
    metadata: {name: %1$s-available}
    spec:
      service: %1$s
      indicator:
        metadata: {name: %1$s-success}
        spec:
          ratioMetric:
            counter: true
            good: {metricSource: {type: nines, spec: {service: %1$s, result: success}}}
            total: {metricSource: {type: nines, spec: {service: %1$s}}}
      timeWindow: [{duration: 30d, isRolling: true}]
      budgetingMethod: Occurrences
      objectives: [{displayName: available, target: 0.999}]
    """
        .formatted(name);
  }

  private static String service(String name) {
    return available(name)
        + """
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: %1$s-fast}
        spec:
          service: %1$s
          indicator:
            metadata: {name: %1$s-within-300ms}
            spec:
              ratioMetric:
                counter: true
                good:
                  metricSource: {type: nines, spec: {service: %1$s, result: success, within: 300ms}}
                total: {metricSource: {type: nines, spec: {service: %1$s}}}
          timeWindow: [{duration: 30d, isRolling: true}]
          budgetingMethod: Occurrences
          objectives: [{displayName: fast, target: 0.99}]
        """
            .formatted(name);
  }

  private static String name(int n) {
    return "probe-%04d".formatted(n);
  }
}

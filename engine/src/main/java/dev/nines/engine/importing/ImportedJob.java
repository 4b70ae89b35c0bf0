package dev.nines.engine.importing;

import dev.nines.engine.declarations.yaml.YamlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job as declarations: one service, and a probe for each of its targets.
 *
 * @param name of the service, and of the file
 * @param job the job's own name
 * @param probes at least one
 */
public record ImportedJob(String name, String job, List<Probe> probes) {
  /** Copies the probes. */
  public ImportedJob {
    probes = List.copyOf(probes);
  }

  /**
   * A probe.
   *
   * @param name unique among all
   * @param target a URL or host:port
   * @param module of the {@code blackbox.yml}
   * @param interval time between two runs
   * @param timeout deadline of a run
   * @param labels of the target
   */
  public record Probe(
      String name,
      String target,
      String module,
      Duration interval,
      Duration timeout,
      Map<String, String> labels) {
    private Map<String, Object> document(String service) {
      var metadata = new LinkedHashMap<String, Object>();
      metadata.put("name", name);
      metadata.put("displayName", ShownTarget.of(target));
      if (!labels.isEmpty()) {
        metadata.put("labels", labels);
      }
      var spec = new LinkedHashMap<String, Object>();
      spec.put("service", service);
      spec.put("target", target.replace("${", "$${")); // no variable was meant
      spec.put("module", module);
      spec.put("interval", text(interval));
      spec.put("timeout", text(timeout));
      return ImportedJob.document("nines.dev/v1", "Probe", metadata, spec);
    }

    private static String text(Duration duration) {
      return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
  }

  /** {@return the text of the file} */
  public String yaml() {
    var documents = new ArrayList<Map<String, Object>>();
    documents.add(
        document(
            "openslo/v1",
            "Service",
            ordered("name", name, "displayName", job),
            ordered("description", "Imported from the job " + job + " of Prometheus")));
    probes.forEach(probe -> documents.add(probe.document(name)));
    return YamlWriter.write(documents);
  }

  private static Map<String, Object> document(
      String version, String kind, Map<String, Object> metadata, Map<String, Object> spec) {
    return ordered("apiVersion", version, "kind", kind, "metadata", metadata, "spec", spec);
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    return map;
  }
}

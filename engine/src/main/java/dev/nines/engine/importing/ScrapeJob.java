package dev.nines.engine.importing;

import dev.nines.engine.declarations.yaml.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job of Prometheus that scrapes {@code /probe}.
 *
 * @param name its name
 * @param at where it stands
 * @param interval time between two scrapes
 * @param timeout of a scrape
 * @param params of the request, the first value of each
 * @param targets what is probed, before relabelling
 * @param relabelling what becomes of their labels
 */
record ScrapeJob(
    String name,
    Field at,
    Duration interval,
    Duration timeout,
    Map<String, String> params,
    List<Target> targets,
    Relabelling relabelling) {
  /** One target and the labels of its group. */
  record Target(String address, Map<String, String> labels, Field at) {}

  /** A target's labels after relabelling; empty where it is dropped. */
  Optional<Map<String, String>> labels(Target target) {
    var labels = new TreeMap<>(target.labels());
    labels.put("__address__", target.address());
    labels.put("job", name);
    params.forEach((param, value) -> labels.put("__param_" + param, value));
    return relabelling.apply(labels);
  }
}

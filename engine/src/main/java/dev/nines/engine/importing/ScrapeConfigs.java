package dev.nines.engine.importing;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the jobs of a {@code prometheus.yml} that scrape {@code /probe}, and tells the others. */
final class ScrapeConfigs {
  private static final String PROBE = "/probe";
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final TargetGroups groups;
  private final Findings findings;
  private final List<String> passedOver = new ArrayList<>();

  ScrapeConfigs(Findings findings) {
    this.findings = findings;
    this.groups = new TargetGroups(findings);
  }

  List<ScrapeJob> read(Source prometheus) {
    return YamlReader.read(prometheus, findings).stream()
        .limit(1)
        .flatMap(root -> root.mapping(Mapping::entries).stream())
        .flatMap(keys -> jobs(keys, prometheus).stream())
        .toList();
  }

  private List<ScrapeJob> jobs(Map<String, Field> root, Source prometheus) {
    var global =
        Optional.ofNullable(root.get("global"))
            .flatMap(field -> field.mapping(Mapping::entries))
            .orElse(Map.of());
    var more = root.get("scrape_config_files");
    if (more != null) {
      more.warn("is not followed; name those files in scrape_configs, or import them one by one");
    }
    return Optional.ofNullable(root.get("scrape_configs"))
        .filter(field -> !field.isEmpty())
        .map(field -> field.list(job -> job(job, global, prometheus)))
        .orElse(List.of());
  }

  /** A route prefix may stand before the path. */
  private boolean isOfProbes(Map<String, Field> keys) {
    var path = text(keys, "metrics_path").orElse("");
    if (path.endsWith(PROBE)) {
      return true;
    }
    passedOver.add(text(keys, "job_name").orElse("a job without a name"));
    return false;
  }

  /** The jobs that scrape something else, by their names. */
  List<String> passedOver() {
    return List.copyOf(passedOver);
  }

  private Optional<ScrapeJob> job(Field field, Map<String, Field> global, Source prometheus) {
    return field
        .mapping(Mapping::entries)
        .filter(this::isOfProbes)
        .flatMap(keys -> {
          var relabelling = Relabelling.read(Optional.ofNullable(keys.get("relabel_configs")));
          var metrics = keys.get("metric_relabel_configs");
          if (metrics != null) {
            metrics.warn("is not taken over: it changes series, not probes");
          }
          return text(keys, "job_name")
              .map(name ->
                  new ScrapeJob(
                      name,
                      field,
                      duration(keys, global, "scrape_interval", INTERVAL),
                      duration(keys, global, "scrape_timeout", TIMEOUT),
                      params(keys),
                      groups.of(keys, prometheus.folder()),
                      relabelling));
        });
  }

  private static Map<String, String> params(Map<String, Field> job) {
    var params = new LinkedHashMap<String, String>();
    Optional.ofNullable(job.get("params"))
        .flatMap(field -> field.mapping(Mapping::entries))
        .orElse(Map.of())
        .forEach((name, values) -> {
          values.list(Field::text).stream().findFirst().ifPresent(v -> params.put(name, v));
          if (name.equals("hostname")) {
            values.warn("is not taken over: declare a Host header in the module");
          }
        });
    return params;
  }

  private static Optional<String> text(Map<String, Field> keys, String key) {
    return Optional.ofNullable(keys.get(key)).flatMap(Field::text);
  }

  private static Duration duration(
      Map<String, Field> job, Map<String, Field> global, String key, Duration otherwise) {
    return Optional.ofNullable(job.get(key))
        .or(() -> Optional.ofNullable(global.get(key)))
        .flatMap(Field::duration)
        .orElse(otherwise);
  }
}

package dev.nines.engine.rules;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.declarations.DeclarationFiles;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What becomes of SLOs as rules for Prometheus.
 *
 * @param files one for each service, by its name
 * @param slos how many SLOs have rules; an SLO with two objectives counts twice
 * @param leftOut a sentence for each that has none
 * @param warnings what is allowed, but probably not meant
 * @param faults what makes the input unusable; then there are no files
 */
public record PrometheusRules(
    List<RuleFile> files,
    int slos,
    List<String> leftOut,
    List<Fault> warnings,
    List<Fault> faults) {
  /** The period of Sloth's files where nobody says another. */
  public static final Duration PERIOD = Duration.ofDays(30);

  /** A shorter one cannot be had. */
  public static final Duration SHORTEST_PERIOD = BurnPair.SHORTEST_PERIOD;

  /** Copies the lists. */
  public PrometheusRules {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
    warnings = List.copyOf(warnings);
    faults = List.copyOf(faults);
  }

  /**
   * How rules are made.
   *
   * @param period of the SLOs in Sloth's files, which do not tell it; at least 7 days
   * @param labels of every recorded series
   */
  public record Wishes(Duration period, Map<String, String> labels) {
    /** Copies the labels. */
    public Wishes {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * Reads Sloth's files and declarations.
   *
   * @param paths where they lie
   * @param variables values for {@code ${NAME}} in declarations
   * @param wishes how the rules are made
   * @return the rules, or every fault at once
   */
  public static PrometheusRules read(
      DeclarationPaths paths, Function<String, Optional<String>> variables, Wishes wishes) {
    var findings = new Findings();
    var sources =
        DeclarationFiles.read(paths.declarations(), findings).stream()
            .collect(partitioningBy(SlothFile::is));
    var sloths = new SlothFile(wishes.period());
    var slos = new ArrayList<PrometheusSlo>();
    for (var source : sources.getOrDefault(true, List.of())) {
      slos.addAll(sloths.read(source, findings));
    }
    var others = sources.getOrDefault(false, List.of());
    var declared = declared(others, paths.blackboxModules(), variables, findings);
    twice(slos, declared.slos()).forEach(findings::fault);
    slos.addAll(declared.slos());
    var faults = findings.faults();
    return faults.isEmpty()
        ? new PrometheusRules(
            files(slos, wishes.labels()),
            slos.size(),
            declared.leftOut(),
            findings.warnings(),
            faults)
        : new PrometheusRules(List.of(), 0, List.of(), findings.warnings(), faults);
  }

  private static DeclaredSlos declared(
      List<Source> sources,
      Optional<Path> modules,
      Function<String, Optional<String>> variables,
      Findings findings) {
    if (sources.isEmpty()) {
      return new DeclaredSlos(List.of(), List.of());
    }
    var files = sources.stream().map(source -> Path.of(source.name())).toList();
    var reading = Declarations.read(new DeclarationPaths(files, modules), variables);
    reading.faults().forEach(findings::fault);
    reading.warnings().forEach(findings::warn);
    return DeclaredSlos.of(reading.catalog().orElse(Catalog.EMPTY));
  }

  /** Two of one name would write the same series. */
  private static List<Fault> twice(List<PrometheusSlo> sloths, List<PrometheusSlo> declared) {
    var taken = sloths.stream().map(PrometheusRules::key).collect(toSet());
    return declared.stream()
        .filter(slo -> taken.contains(key(slo)))
        .map(slo ->
            Fault.ofFile(
                slo.service(),
                "the SLO %s of Sloth's file is called as the rules of a declared one are: rename it"
                    .formatted(slo.name())))
        .toList();
  }

  private static List<String> key(PrometheusSlo slo) {
    return List.of(slo.service(), slo.name());
  }

  private static List<RuleFile> files(List<PrometheusSlo> slos, Map<String, String> labels) {
    return slos.stream()
        .collect(groupingBy(PrometheusSlo::service, TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(entry -> RuleFile.of(entry.getKey(), entry.getValue(), labels))
        .toList();
  }
}

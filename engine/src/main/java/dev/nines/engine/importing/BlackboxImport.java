package dev.nines.engine.importing;

import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.declarations.DeclarationFiles;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.importing.ImportedJob.Probe;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.Targets;
import dev.nines.probe.TcpModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What becomes of the probes of a Prometheus with blackbox_exporter.
 *
 * @param jobs as declarations
 * @param passedOver the other jobs of the file
 * @param leftOut what was not taken over, and where it stands
 * @param remarks what was taken over, but should be looked at
 * @param faults what makes the files unusable; then there are no jobs
 */
public record BlackboxImport(
    List<ImportedJob> jobs,
    List<String> passedOver,
    List<Fault> leftOut,
    List<Fault> remarks,
    List<Fault> faults) {
  private static final String STANDARD_MODULE = "http_2xx";

  /** What blackbox_exporter keeps of Prometheus' timeout for the answer's way back. */
  private static final Duration TIMEOUT_OFFSET = Duration.ofMillis(500);

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_]{0,62}");

  /** Copies the lists. */
  public BlackboxImport {
    jobs = List.copyOf(jobs);
    passedOver = List.copyOf(passedOver);
    leftOut = List.copyOf(leftOut);
    remarks = List.copyOf(remarks);
    faults = List.copyOf(faults);
  }

  /**
   * Reads an existing set-up.
   *
   * @param prometheus the {@code prometheus.yml}
   * @param blackbox the {@code blackbox.yml}
   * @return its probes, and what could not be taken over
   */
  public static BlackboxImport read(Path prometheus, Path blackbox) {
    var ofModules = new Findings(); // its warnings are for check to tell
    var modules =
        DeclarationFiles.read(List.of(blackbox), ofModules).stream()
            .map(source -> WrittenModules.read(source, ofModules).asDeclared())
            .findFirst()
            .orElse(BlackboxModules.STANDARD);
    var findings = new Findings();
    var configs = new ScrapeConfigs(findings);
    var jobs =
        DeclarationFiles.read(List.of(prometheus), findings).stream()
            .flatMap(source -> configs.read(source).stream())
            .toList();
    var remarks = new ArrayList<Fault>();
    var imported = imported(jobs, modules, remarks);
    var faults = Stream.concat(ofModules.faults().stream(), findings.faults().stream()).toList();
    return new BlackboxImport(
        faults.isEmpty() ? imported : List.of(),
        configs.passedOver(),
        findings.warnings(),
        remarks,
        faults);
  }

  /** {@return how many probes there are} */
  public int probes() {
    return jobs.stream().mapToInt(job -> job.probes().size()).sum();
  }

  private static List<ImportedJob> imported(
      List<ScrapeJob> jobs, BlackboxModules modules, List<Fault> remarks) {
    var services = Names.of(jobs.stream().map(ScrapeJob::name).toList());
    var found = new ArrayList<Found>();
    for (var job : jobs) {
      var seen = new HashSet<Identity>();
      for (var target : job.targets()) {
        probe(job, target, modules, remarks)
            .ifPresent(probe -> {
              if (seen.add(probe.identity())) {
                found.add(probe);
              } else {
                target.at().warn("is there already with the same module, so not taken over again");
              }
            });
      }
    }
    var names = Names.of(found.stream().map(Found::identity).toList(), Identity::readable);
    return jobs.stream()
        .map(ScrapeJob::name)
        .distinct()
        .map(job ->
            new ImportedJob(
                services.getOrDefault(job, job),
                job,
                found.stream()
                    .filter(probe -> probe.identity().job().equals(job))
                    .map(probe -> probe.named(names.getOrDefault(probe.identity(), "")))
                    .toList()))
        .filter(job -> !job.probes().isEmpty())
        .toList();
  }

  /** What makes a probe the same at the next import. */
  private record Identity(String job, String target, String module) {
    String readable() {
      return job
          + "-"
          + ShownTarget.of(target).replaceFirst("^https://", "").replaceFirst("/$", "");
    }
  }

  private record Found(
      Identity identity, Duration interval, Duration timeout, Map<String, String> labels) {
    Probe named(String name) {
      return new Probe(name, identity.target(), identity.module(), interval, timeout, labels);
    }
  }

  private static Optional<Found> probe(
      ScrapeJob job, ScrapeJob.Target at, BlackboxModules modules, List<Fault> remarks) {
    var labels = job.labels(at);
    if (labels.isEmpty()) {
      return Optional.empty(); // dropped on purpose
    }
    var address = labels.get().get("__param_target");
    if (address == null) {
      at.at().warn("is not taken over: relabelling makes no __param_target of it");
      return Optional.empty();
    }
    if (job.interval().compareTo(SHORTEST_INTERVAL) < 0
        || job.interval().compareTo(LONGEST_INTERVAL) > 0) {
      at.at().warn("is not taken over: its interval is not from 1s to 1d");
      return Optional.empty();
    }
    var name = labels.get().getOrDefault("__param_module", STANDARD_MODULE);
    var module = modules.modules().get(name);
    if (module == null) {
      var foreign = modules.foreign().get(name);
      at.at()
          .warn(
              "is not taken over: "
                  + (foreign == null
                      ? "no module named " + name + " in the blackbox.yml"
                      : "the module " + name + " " + foreign));
      return Optional.empty();
    }
    var target = target(address, module.asks(), at);
    if (target.filter(ShownTarget::hasUser).isPresent()) {
      remarks.add(
          at.at()
              .finding(
                  "carries user information, which the declaration keeps as it stands: give it to"
                      + " the module as basic_auth, or write ${NAME} for it"));
    }
    return target.map(known ->
        new Found(
            new Identity(job.name(), known, name),
            job.interval(),
            timeout(job, module),
            labels(labels.get(), known, at)));
  }

  private static Optional<String> target(String address, ProbeModule module, ScrapeJob.Target at) {
    return switch (module) {
      case HttpModule _, HttpStepsModule _ -> {
        var target = Punycode.of(address.contains("://") ? address : "http://" + address);
        yield where(Targets.url(target).isPresent(), target, "URL of http or https", at);
      }
      case TcpModule _ -> {
        var target = Punycode.of(address);
        yield where(Targets.hostPort(target).isPresent(), target, "host:port", at);
      }
    };
  }

  private static Optional<String> where(
      boolean good, String target, String expected, ScrapeJob.Target at) {
    if (!good) {
      at.at().warn("is not taken over: not a " + expected + " after relabelling");
      return Optional.empty();
    }
    return Optional.of(target);
  }

  /** As blackbox_exporter has it: what is left of the scrape's, or the module's where shorter. */
  private static Duration timeout(ScrapeJob job, BlackboxModules.Module module) {
    var left = job.timeout().minus(TIMEOUT_OFFSET);
    var scrape = left.isPositive() ? left : job.timeout();
    var timeout = module.timeout().filter(own -> own.compareTo(scrape) < 0).orElse(scrape);
    return timeout.compareTo(job.interval()) < 0 ? timeout : job.interval().dividedBy(2);
  }

  /** What Prometheus keeps, but for what a probe says by itself. */
  private static Map<String, String> labels(
      Map<String, String> all, String target, ScrapeJob.Target at) {
    var kept = new TreeMap<String, String>();
    all.forEach((name, value) -> {
      var itself =
          name.startsWith("__")
              || name.equals("job")
              || (name.equals("instance") && target.endsWith(value));
      if (!itself && LABEL.matcher(name).matches()) {
        kept.put(name, ShownTarget.of(value));
      } else if (!itself) {
        at.at().warn("its label " + name + " is not taken over: not a key that a probe may have");
      }
    });
    return kept;
  }
}

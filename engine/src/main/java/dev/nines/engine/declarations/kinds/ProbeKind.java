package dev.nines.engine.declarations.kinds;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.ProbeDeclaration.IncidentRule;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.modules.WrittenModules.Written;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.probe.ProbeSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code kind: Probe}. */
public final class ProbeKind {
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

  /** Or half of the interval, where that is shorter. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private static final Map<String, TargetTracing> TRACING =
      Arrays.stream(TargetTracing.values())
          .collect(Collectors.toMap(TargetTracing::label, Function.identity()));

  private final QuestionReader questions;

  /**
   * A reader.
   *
   * @param variables fills in targets and secrets
   * @param modules what a probe may name
   */
  public ProbeKind(Placeholders variables, WrittenModules modules) {
    this.questions = new QuestionReader(variables, modules);
  }

  /**
   * Reads a probe.
   *
   * @param document the document
   * @param probes where it is declared
   * @param services where its service is
   */
  public void read(
      Mapping document, Registry<Optional<ProbeDraft>> probes, Registry<Service> services) {
    var metadata = Metadata.of(document);
    var read = document.required("spec").flatMap(field -> field.mapping(this::spec));
    read.flatMap(Spec::service).ifPresent(services::mention);
    metadata.ifPresent(m -> probes.add(m.name(), m.at(), read.flatMap(spec -> spec.draft(m))));
  }

  private Spec spec(Mapping spec) {
    var module = questions.module(spec);
    var interval = interval(spec);
    var timeout =
        module
            .flatMap(Written::timeout)
            .filter(_ -> spec.optional("timeout").isEmpty())
            .map(time -> timeoutOfModule(spec, time, interval))
            .orElseGet(() -> timeout(spec, interval));
    var locations =
        spec.optional("locations").map(field -> field.list(Field::text)).orElse(List.of());
    return new Spec(
        spec.required("service").flatMap(Reference::of),
        interval,
        locations,
        spec.optional("incident")
            .flatMap(field -> field.mapping(rule -> IncidentReader.read(rule, locations)))
            .orElse(IncidentRule.DEFAULT),
        spec.optional("dependsOn")
            .map(field -> field.list(ProbeKind::dependency))
            .orElse(List.of()),
        spec.optional("tracing")
            .flatMap(field -> field.mapping(ProbeKind::tracing))
            .flatMap(t -> t),
        questions.read(spec, module, timeout));
  }

  private static Optional<TargetTracing> tracing(Mapping tracing) {
    return tracing.required("targets").flatMap(field -> field.oneOf(TRACING));
  }

  private static Duration interval(Mapping spec) {
    return spec.optional("interval")
        .flatMap(field ->
            field
                .duration()
                .filter(interval -> {
                  var good =
                      interval.compareTo(SHORTEST_INTERVAL) >= 0
                          && interval.compareTo(LONGEST_INTERVAL) <= 0;
                  if (!good) {
                    field.fault("not from 1s to 1d: " + field.described());
                  }
                  return good;
                }))
        .orElse(DEFAULT_INTERVAL);
  }

  private static Duration timeout(Mapping spec, Duration interval) {
    var half = interval.dividedBy(2);
    var standard = half.compareTo(DEFAULT_TIMEOUT) < 0 ? half : DEFAULT_TIMEOUT;
    return spec.optional("timeout")
        .flatMap(field ->
            field
                .duration()
                .filter(timeout -> {
                  var good = !timeout.isZero() && timeout.compareTo(interval) < 0;
                  if (!good) {
                    field.fault("not above zero and below the interval: " + field.described());
                  }
                  return good;
                }))
        .orElse(standard);
  }

  private static Duration timeoutOfModule(Mapping spec, Duration timeout, Duration interval) {
    if (timeout.compareTo(interval) >= 0) {
      spec.optional("module")
          .ifPresent(field -> field.fault("its timeout is not below the interval: give a timeout"));
    }
    return timeout;
  }

  private static Optional<ProbeDraft.Dependency> dependency(Field field) {
    return field.parse(
        "probe:NAME or service:NAME",
        text -> {
          for (var kind : Subject.Kind.values()) {
            var prefix = kind.label() + ":";
            if (text.startsWith(prefix)) {
              var named = new Reference(text.substring(prefix.length()), field);
              return Optional.of(new ProbeDraft.Dependency(kind, named));
            }
          }
          return Optional.empty();
        });
  }

  private record Spec(
      Optional<Reference> service,
      Duration interval,
      List<String> locations,
      IncidentRule incident,
      List<ProbeDraft.Dependency> dependencies,
      Optional<TargetTracing> tracing,
      Optional<ProbeSpec> probe) {
    Optional<ProbeDraft> draft(Metadata metadata) {
      return service.flatMap(of ->
          probe.map(asks ->
              new ProbeDraft(
                  new ProbeDeclaration(
                      metadata.name(),
                      metadata.displayName(),
                      metadata.labels(),
                      of.name(),
                      interval,
                      locations,
                      incident,
                      dependencies.stream().map(ProbeDraft.Dependency::subject).toList(),
                      tracing,
                      asks),
                  dependencies)));
    }
  }
}

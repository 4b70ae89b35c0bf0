package dev.nines.engine.declarations;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.kinds.ChannelDraft;
import dev.nines.engine.declarations.kinds.PolicyDraft;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import dev.nines.engine.declarations.openslo.SliDraft;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.incident.ServicePolicy;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.Criterion.Bound;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Follows every reference; what leads nowhere is a fault where it is used. */
final class References {
  private final Drafts drafts;
  private final BlackboxModules modules;
  private final List<ProbeDraft> probes;

  References(Drafts drafts, BlackboxModules modules) {
    this.modules = modules;
    this.drafts = drafts;
    this.probes = drafts.probes().values().stream().flatMap(Optional::stream).toList();
  }

  /** Complete only where nothing was at fault. */
  Catalog resolve() {
    drafts.services().resolveMentioned();
    probes.forEach(this::checkProbe);
    new DependencyCycles(probes).report();
    return new Catalog(
        drafts.services().values(),
        probes.stream().map(ProbeDraft::probe).toList(),
        drafts.slos().values().stream()
            .flatMap(Optional::stream)
            .flatMap(draft -> slo(draft).stream())
            .toList(),
        policies(),
        drafts.channels().values().stream().flatMap(Optional::stream).map(this::channel).toList(),
        modules);
  }

  private void checkProbe(ProbeDraft draft) {
    draft.dependencies().forEach(on -> check(on.kind(), on.named()));
  }

  private boolean check(Subject.Kind kind, Reference named) {
    return switch (kind) {
      case PROBE -> drafts.probes().resolve(named).isPresent();
      case SERVICE -> drafts.services().resolve(named).isPresent();
    };
  }

  private ChannelSpec channel(ChannelDraft draft) {
    draft.services().forEach(drafts.services()::resolve);
    return draft.channel();
  }

  private Map<String, ServicePolicy> policies() {
    var policies = new HashMap<String, ServicePolicy>();
    var first = new HashMap<String, Reference>();
    for (PolicyDraft draft : drafts.policies().values()) {
      for (var service : draft.services()) {
        drafts.services().resolve(service);
        var other = first.putIfAbsent(service.name(), service);
        if (other != null) {
          service
              .at()
              .fault(
                  "a second policy for "
                      + service.name()
                      + ", the first is at "
                      + other.at().place());
        }
        policies.put(service.name(), draft.policy());
      }
    }
    return policies;
  }

  private Optional<Slo> slo(SloDraft draft) {
    var draftedSli =
        switch (draft.indicator()) {
          case SloDraft.Inline(var sli) -> sli;
          case SloDraft.ByName(var named) -> drafts.slis().resolve(named).flatMap(sli -> sli);
        };
    var objectives = draft.objectives().stream().map(SloDraft.Promise::objective).toList();
    var names = objectives.stream().map(Objective::name).collect(Collectors.toSet());
    return draftedSli
        .flatMap(sli -> sli(sli, draft))
        .filter(_ -> !names.isEmpty() && names.size() == objectives.size()) // else told already
        .map(sli ->
            new Slo(
                draft.name(),
                draft.displayName(),
                draft.service().name(),
                sli,
                new BudgetWindow.Rolling(draft.window()),
                objectives));
  }

  private Optional<Sli> sli(SliDraft sli, SloDraft slo) {
    var probeNames = probesOf(sli.runs());
    var good =
        switch (sli) {
          case SliDraft.Ratio(var part, var total, var criterion) -> {
            checkSame(part, total);
            slo.objectives().forEach(References::warnOfUselessThreshold);
            yield Optional.of(criterion);
          }
          case SliDraft.Threshold threshold -> criterion(threshold, slo.objectives());
        };
    return probeNames.isEmpty()
        ? Optional.empty() // told already
        : good.map(criterion -> new Sli.Runs(probeNames, criterion));
  }

  /** A name that is declared nowhere is fault enough. */
  private void checkSame(SliDraft.Runs part, SliDraft.Runs total) {
    var same = part.kind() == total.kind() && part.named().name().equals(total.named().name());
    if (!same && check(part.kind(), part.named()) && check(total.kind(), total.named())) {
      part.named().at().fault("expected the same probe or service as in total");
    }
  }

  /** OpenSLO's own examples set {@code op} on ratios, so this is no fault. */
  private static void warnOfUselessThreshold(SloDraft.Promise promise) {
    if (promise.op().isPresent() || promise.value().isPresent()) {
      promise.at().warn("op and value mean nothing on a ratioMetric");
    }
  }

  private static Optional<Criterion> criterion(
      SliDraft.Threshold threshold, List<SloDraft.Promise> promises) {
    promises.stream()
        .skip(1)
        .forEach(promise -> promise.at().fault("a thresholdMetric has exactly one objective"));
    return promises.stream().findFirst().flatMap(promise -> criterion(threshold, promise));
  }

  private static Optional<Criterion> criterion(
      SliDraft.Threshold threshold, SloDraft.Promise promise) {
    if (promise.op().isEmpty() || promise.value().isEmpty()) {
      promise.at().fault("a thresholdMetric needs op and value");
      return Optional.empty();
    }
    return Optional.of(
        new Criterion(
            threshold.success(),
            Optional.of(
                new Bound(threshold.measure(), promise.op().get(), promise.value().get()))));
  }

  private List<String> probesOf(SliDraft.Runs runs) {
    var named = runs.named();
    if (!check(runs.kind(), named) || runs.kind() == Subject.Kind.PROBE) {
      return List.of(named.name());
    }
    var names =
        probes.stream()
            .map(ProbeDraft::probe)
            .filter(probe -> probe.service().equals(named.name()))
            .map(ProbeDeclaration::name)
            .toList();
    var allRead = drafts.probes().values().stream().allMatch(Optional::isPresent);
    if (names.isEmpty() && allRead) {
      named.at().fault("the service " + named.name() + " has no probe");
    }
    return names;
  }
}

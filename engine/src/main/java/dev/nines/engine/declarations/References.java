package dev.nines.engine.declarations;

import dev.nines.alerting.AlertPolicy;
import dev.nines.channel.ChannelSpec;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Freeze;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.channels.ChannelDraft;
import dev.nines.engine.declarations.kinds.PolicyDraft;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.incident.ServicePolicy;
import dev.nines.slo.Slo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    var references = new SloReferences(drafts);
    references.checkSlis();
    new AlertReferences(drafts).check();
    var alertPolicies = alertPolicies();
    var slos = new ArrayList<Slo>();
    for (var draft : drafts.slos().values().stream().flatMap(Optional::stream).toList()) {
      var slo = references.resolve(draft);
      slo.ifPresent(slos::add);
      slo.ifPresent(of ->
          references.noteWhatPages(draft, of, alertPolicies.getOrDefault(of.name(), List.of())));
    }
    return new Catalog(
        drafts.services().values(),
        probes.stream().map(ProbeDraft::probe).toList(),
        slos,
        policies(),
        drafts.channels().values().stream().flatMap(Optional::stream).map(this::channel).toList(),
        drafts.dataSources().values().stream()
            .flatMap(Optional::stream)
            .flatMap(source -> source.prometheus().stream())
            .toList(),
        alertPolicies,
        modules,
        new BudgetReferences(drafts, slos).resolve(),
        labels(),
        new TellingReferences(drafts).resolve(),
        freezes());
  }

  private Map<String, List<AlertPolicy>> alertPolicies() {
    var alerts = new AlertReferences(drafts);
    var policies = new HashMap<String, List<AlertPolicy>>();
    drafts.slos().values().stream()
        .flatMap(Optional::stream)
        .forEach(slo -> policies.put(slo.name(), alerts.of(slo)));
    return policies;
  }

  private Map<String, Map<String, List<String>>> labels() {
    var labels = new HashMap<String, Map<String, List<String>>>();
    drafts.slos().values().stream()
        .flatMap(Optional::stream)
        .forEach(slo -> labels.put(slo.name(), slo.labels()));
    return labels;
  }

  private void checkProbe(ProbeDraft draft) {
    draft.dependencies().forEach(on -> check(on.kind(), on.named()));
  }

  private void check(Subject.Kind kind, Reference named) {
    switch (kind) {
      case PROBE -> drafts.probes().resolve(named);
      case SERVICE -> drafts.services().resolve(named);
    }
  }

  private ChannelSpec channel(ChannelDraft draft) {
    draft.services().forEach(drafts.services()::resolve);
    return draft.channel();
  }

  private Map<String, List<Freeze>> freezes() {
    var freezes = new HashMap<String, List<Freeze>>();
    for (var draft : drafts.policies().values()) {
      draft.services().forEach(service -> freezes.put(service.name(), draft.freezes()));
    }
    return freezes;
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
}

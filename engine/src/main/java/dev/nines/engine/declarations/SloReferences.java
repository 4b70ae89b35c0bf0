package dev.nines.engine.declarations;

import static java.util.stream.Collectors.toMap;

import dev.nines.alerting.AlertPolicy;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import dev.nines.engine.declarations.openslo.SliDraft;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.openslo.SloDraft.Promise;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Follows the references of an SLO: to its service and its SLIs. */
final class SloReferences {
  private final Drafts drafts;
  private final SliReferences slis;
  private final SloLints lints;

  SloReferences(Drafts drafts) {
    this.drafts = drafts;
    this.slis = new SliReferences(drafts);
    var probes =
        drafts.probes().values().stream()
            .flatMap(Optional::stream)
            .map(ProbeDraft::probe)
            .collect(toMap(ProbeDeclaration::name, Function.identity(), (a, _) -> a));
    this.lints = new SloLints(name -> Optional.ofNullable(probes.get(name)));
  }

  /** Says what leads nowhere, of SLIs that no SLO names. */
  void checkSlis() {
    drafts.slis().values().stream().flatMap(Optional::stream).forEach(slis::check);
  }

  /** The SLO; nothing where a part of it is at fault. */
  Optional<Slo> resolve(SloDraft draft) {
    var shared = draft.indicator().flatMap(use -> use.in(drafts.slis()));
    shared.ifPresent(sli -> checkShared(sli, draft.objectives()));
    var locations = draft.locations().map(SloDraft.At::locations).orElse(Sli.Locations.POOLED);
    var terms = new ArrayList<Slo.Term>();
    for (var promise : draft.objectives()) {
      var sli =
          draft.composite() ? promise.indicator().flatMap(use -> use.in(drafts.slis())) : shared;
      sli.flatMap(s -> slis.resolve(s, promise, locations))
          .ifPresent(s -> terms.add(new Slo.Term(promise.objective(), s, promise.weight())));
    }
    warnOfUseless(draft, terms);
    var names = terms.stream().map(term -> term.objective().name()).distinct().count();
    if (terms.isEmpty() || terms.size() < draft.objectives().size() || names < terms.size()) {
      return Optional.empty(); // told already
    }
    var slo =
        new Slo(
            draft.name(),
            draft.displayName(),
            draft.service().name(),
            draft.window(),
            terms,
            draft.composite(),
            draft.settings());
    lints.check(draft, slo);
    return Optional.of(slo);
  }

  void noteWhatPages(SloDraft draft, Slo slo, List<AlertPolicy> policies) {
    lints.noteWhatPages(draft, slo, policies);
  }

  private static void warnOfUseless(SloDraft draft, List<Slo.Term> terms) {
    var ofRuns = terms.stream().anyMatch(term -> term.sli() instanceof Sli.Runs);
    draft
        .locations()
        .filter(_ -> !terms.isEmpty())
        .filter(_ -> !ofRuns)
        .ifPresent(at -> at.field().warn("means nothing without runs of probes"));
  }

  /** OpenSLO allows a threshold but one objective, so that op and value are told once. */
  private static void checkShared(SliDraft sli, List<Promise> promises) {
    switch (sli) {
      case SliDraft.Threshold _, SliDraft.MetricThreshold _ ->
          promises.stream()
              .skip(1)
              .forEach(
                  promise -> promise.at().fault("a thresholdMetric has exactly one objective"));
      case SliDraft.Ratio _, SliDraft.MetricRatio _, SliDraft.MetricRaw _ -> {}
    }
  }
}

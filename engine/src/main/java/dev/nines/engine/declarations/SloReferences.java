package dev.nines.engine.declarations;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import dev.nines.engine.declarations.openslo.SliDraft;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.openslo.SloDraft.Promise;
import dev.nines.slo.Criterion;
import dev.nines.slo.Criterion.Bound;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows the references of an SLO: to its service, its SLIs, and their probes. */
final class SloReferences {
  /** Longer than any probe may take, and far from the end of a nanosecond count. */
  private static final double MOST_SECONDS = 86_400;

  private final Drafts drafts;

  SloReferences(Drafts drafts) {
    this.drafts = drafts;
  }

  /** The SLO; nothing where a part of it is at fault. */
  Optional<Slo> resolve(SloDraft draft) {
    var shared = draft.indicator().map(this::sli);
    shared.flatMap(s -> s).ifPresent(sli -> checkShared(sli, draft.objectives()));
    var terms = new ArrayList<Slo.Term>();
    for (var promise : draft.objectives()) {
      var sli = shared.orElseGet(() -> promise.indicator().flatMap(this::sli));
      sli.flatMap(s -> resolve(s, promise, draft))
          .ifPresent(s -> terms.add(new Slo.Term(promise.objective(), s, promise.weight())));
    }
    var names = terms.stream().map(term -> term.objective().name()).distinct().count();
    if (terms.isEmpty() || terms.size() < draft.objectives().size() || names < terms.size()) {
      return Optional.empty(); // told already
    }
    return Optional.of(
        new Slo(
            draft.name(),
            draft.displayName(),
            draft.service().name(),
            draft.window(),
            terms,
            draft.composite(),
            draft.settings()));
  }

  private Optional<SliDraft> sli(SloDraft.Indicator indicator) {
    return switch (indicator) {
      case SloDraft.Inline(var sli) -> sli;
      case SloDraft.ByName(var named) -> drafts.slis().resolve(named).flatMap(sli -> sli);
    };
  }

  /** A second objective would have to say again what is compared, so OpenSLO allows but one. */
  private static void checkShared(SliDraft sli, List<Promise> promises) {
    switch (sli) {
      case SliDraft.Threshold _ ->
          promises.stream()
              .skip(1)
              .forEach(
                  promise -> promise.at().fault("a thresholdMetric has exactly one objective"));
      case SliDraft.Ratio _ -> {}
    }
  }

  private Optional<Sli> resolve(SliDraft sli, Promise promise, SloDraft slo) {
    return switch (sli) {
      case SliDraft.Ratio(var runs, var total, var good) -> {
        checkSame(runs, total);
        warnOfUselessThreshold(promise);
        yield runs(runs, Optional.of(good), slo);
      }
      case SliDraft.Threshold threshold ->
          runs(threshold.runs(), criterion(threshold, promise), slo);
    };
  }

  private Optional<Sli> runs(SliDraft.Runs runs, Optional<Criterion> good, SloDraft slo) {
    var probes = probesOf(runs);
    return probes.isEmpty()
        ? Optional.empty() // told already
        : good.map(criterion ->
            new Sli.Runs(
                probes,
                criterion,
                slo.locations().map(SloDraft.At::locations).orElse(Sli.Locations.POOLED)));
  }

  /** A name that is declared nowhere is fault enough. */
  private void checkSame(SliDraft.Runs part, SliDraft.Runs total) {
    var same = part.kind() == total.kind() && part.named().name().equals(total.named().name());
    if (!same && check(part) && check(total)) {
      part.named().at().fault("expected the same probe or service as in total");
    }
  }

  private boolean check(SliDraft.Runs runs) {
    return switch (runs.kind()) {
      case PROBE -> drafts.probes().resolve(runs.named()).isPresent();
      case SERVICE -> drafts.services().resolve(runs.named()).isPresent();
    };
  }

  /** OpenSLO's own examples set {@code op} on ratios, so this is no fault. */
  private static void warnOfUselessThreshold(Promise promise) {
    if (promise.op().isPresent() || promise.value().isPresent()) {
      promise.at().warn("op and value mean nothing on a ratioMetric");
    }
  }

  private static Optional<Criterion> criterion(SliDraft.Threshold threshold, Promise promise) {
    if (promise.op().isEmpty() || promise.value().isEmpty()) {
      promise.at().fault("a thresholdMetric needs op and value");
      return Optional.empty();
    }
    return seconds(promise.value().get())
        .map(limit ->
            new Criterion(
                threshold.success(),
                Optional.of(new Bound(threshold.measure(), promise.op().get(), limit))));
  }

  private static Optional<Duration> seconds(SloDraft.Limit limit) {
    var seconds = limit.number();
    if (!(seconds >= 1e-9 && seconds <= MOST_SECONDS)) {
      limit
          .at()
          .fault("expected seconds above zero and at most a day, got " + limit.at().described());
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private List<String> probesOf(SliDraft.Runs runs) {
    var named = runs.named();
    if (runs.kind() == Subject.Kind.PROBE) {
      drafts.probes().resolve(named);
      return List.of(named.name());
    }
    if (drafts.services().resolve(named).isEmpty()) {
      return List.of();
    }
    var names =
        drafts.probes().values().stream()
            .flatMap(Optional::stream)
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

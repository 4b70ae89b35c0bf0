package dev.nines.engine.declarations;

import dev.nines.alerting.AlertPolicy;
import dev.nines.engine.declarations.openslo.AlertPolicyDraft;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.Objective;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Follows the references of alert policies: to conditions, targets, channels. */
final class AlertReferences {
  private final Drafts drafts;

  AlertReferences(Drafts drafts) {
    this.drafts = drafts;
  }

  /** Says what leads nowhere, of policies and targets that no SLO uses. */
  void check() {
    drafts.alertPolicies().values().stream().flatMap(Optional::stream).forEach(this::resolve);
    drafts.targets().values().stream().flatMap(Optional::stream).forEach(this::channel);
  }

  /** The policies of an SLO, each judged by its objectives. */
  List<AlertPolicy> of(SloDraft slo) {
    var policies = new ArrayList<AlertPolicy>();
    var names = new HashSet<String>();
    for (var use : slo.alertPolicies()) {
      use.policy()
          .in(drafts.alertPolicies())
          .flatMap(this::resolve)
          .ifPresent(policy -> {
            if (!names.add(policy.name())) {
              use.at().fault("a second policy named " + policy.name());
            }
            warnOfLongLookback(use, policy, slo);
            slo.objectives().stream()
                .map(SloDraft.Promise::objective)
                .forEach(objective -> warnOfSilence(use, policy, objective));
            policies.add(policy);
          });
    }
    return policies;
  }

  /** Beyond the budget's own window it pages for a budget that has recovered long ago. */
  private static void warnOfLongLookback(SloDraft.PolicyUse use, AlertPolicy policy, SloDraft slo) {
    var lookback = policy.condition().lookbackWindow();
    if (lookback.compareTo(slo.window().nominal()) > 0) {
      use.at()
          .warn(
              "the lookback window of %s is longer than the budget's own of %s"
                  .formatted(policy.name(), slo.window().text()));
    }
  }

  private static void warnOfSilence(
      SloDraft.PolicyUse use, AlertPolicy policy, Objective objective) {
    policy
        .condition()
        .lint(objective)
        .ifPresent(why -> use.at().warn("the condition of " + policy.name() + " " + why));
  }

  private Optional<AlertPolicy> resolve(AlertPolicyDraft draft) {
    var targets =
        draft.targets().stream()
            .flatMap(target -> target.in(drafts.targets()).stream())
            .flatMap(target -> channel(target).stream())
            .distinct()
            .toList();
    return draft
        .condition()
        .flatMap(use -> use.in(drafts.conditions()))
        .map(condition ->
            new AlertPolicy(
                draft.name(),
                draft.displayName(),
                draft.when().noData(),
                draft.when().resolved(),
                draft.when().breaching(),
                condition,
                targets));
  }

  /** To OpenSLO the target is any text, so another than a channel's name is no fault. */
  private Optional<String> channel(Reference target) {
    var channels = drafts.channels().names();
    if (channels.contains(target.name())) {
      return Optional.of(target.name());
    }
    target
        .at()
        .warn(
            "tells nobody: no NotificationChannel is named "
                + target.at().described()
                + Spelling.hint(target.name(), channels));
    return Optional.empty();
  }
}

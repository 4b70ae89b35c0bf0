package dev.nines.engine.declarations;

import dev.nines.alerting.AlertCondition;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.budget.BudgetDrafts;
import dev.nines.engine.declarations.channels.ChannelDraft;
import dev.nines.engine.declarations.kinds.PolicyDraft;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import dev.nines.engine.declarations.openslo.AlertPolicyDraft;
import dev.nines.engine.declarations.openslo.DataSourceDraft;
import dev.nines.engine.declarations.openslo.SliDraft;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.telling.TellingDrafts;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.Optional;

/**
 * Everything that was found under its name, references not yet followed. What could not be read is
 * an empty entry: its name is declared all the same.
 */
record Drafts(
    Registry<Service> services,
    Registry<Optional<ProbeDraft>> probes,
    Registry<Optional<DataSourceDraft>> dataSources,
    Registry<Optional<SliDraft>> slis,
    Registry<Optional<SloDraft>> slos,
    Registry<Optional<AlertPolicyDraft>> alertPolicies,
    Registry<Optional<AlertCondition>> conditions,
    Registry<Optional<Reference>> targets,
    Registry<PolicyDraft> policies,
    Registry<Optional<ChannelDraft>> channels,
    BudgetDrafts budget,
    TellingDrafts telling) {
  Drafts() {
    this(
        new Registry<>("service"),
        new Registry<>("probe"),
        new Registry<>("data source"),
        new Registry<>("SLI"),
        new Registry<>("SLO"),
        new Registry<>("alert policy"),
        new Registry<>("alert condition"),
        new Registry<>("notification target"),
        new Registry<>("policy"),
        new Registry<>("channel"),
        new BudgetDrafts(),
        new TellingDrafts());
  }
}

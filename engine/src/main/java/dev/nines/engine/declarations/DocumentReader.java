package dev.nines.engine.declarations;

import dev.nines.engine.declarations.budget.CorrectionKind;
import dev.nines.engine.declarations.budget.ErrorBudgetPolicyKind;
import dev.nines.engine.declarations.budget.MaintenanceKind;
import dev.nines.engine.declarations.channels.ChannelKind;
import dev.nines.engine.declarations.kinds.ProbeKind;
import dev.nines.engine.declarations.kinds.ServicePolicyKind;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.openslo.AlertConditionKind;
import dev.nines.engine.declarations.openslo.AlertNotificationTargetKind;
import dev.nines.engine.declarations.openslo.AlertPolicyKind;
import dev.nines.engine.declarations.openslo.DataSourceKind;
import dev.nines.engine.declarations.openslo.ServiceKind;
import dev.nines.engine.declarations.openslo.SliKind;
import dev.nines.engine.declarations.openslo.SloKind;
import dev.nines.engine.declarations.telling.HeartbeatKind;
import dev.nines.engine.declarations.telling.SilenceKind;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Spelling;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands each document to the reader of its kind. */
final class DocumentReader {
  private static final String OPEN_SLO = "openslo/v1";
  private static final String NINES = "nines.dev/v1";

  private static final Map<String, String> API_VERSIONS = Map.of(OPEN_SLO, OPEN_SLO, NINES, NINES);

  /** Those of others that people bring along, and the way on. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "openslo/v1alpha",
          "openslo/v1alpha came before openslo/v1, which is read. What changed: timeWindows is"
              + " timeWindow, with a duration such as 30d; objectives[].ratioMetrics is an SLI's"
              + " ratioMetric, under indicator; source, queryType and query are a metricSource with"
              + " type and spec",
          "pyrra.dev/",
          "Pyrra's kinds are not read: write the SLO in OpenSLO, as docs/guides/from-pyrra.md shows",
          "sloth.slok.dev/",
          "Sloth's kinds of Kubernetes are not read: write the SLO in Sloth's own files for"
              + " ./nines rules, or in OpenSLO, as docs/guides/from-sloth.md shows");

  private final Map<String, Map<String, Consumer<Mapping>>> readers;

  DocumentReader(Drafts drafts, Placeholders variables, WrittenModules modules) {
    var probes = new ProbeKind(variables, modules);
    var channels = new ChannelKind(variables);
    var sources = new DataSourceKind(variables);
    var heartbeats = new HeartbeatKind(variables);
    var budget = drafts.budget();
    var telling = drafts.telling();
    readers =
        Map.of(
            OPEN_SLO,
            Map.of(
                "Service", document -> ServiceKind.read(document, drafts.services()),
                "DataSource", document -> sources.read(document, drafts.dataSources()),
                "SLI", document -> SliKind.read(document, drafts.slis()),
                "SLO", document -> SloKind.read(document, drafts.slos(), drafts.services()),
                "AlertPolicy", document -> AlertPolicyKind.read(document, drafts.alertPolicies()),
                "AlertCondition",
                    document -> AlertConditionKind.read(document, drafts.conditions()),
                "AlertNotificationTarget",
                    document -> AlertNotificationTargetKind.read(document, drafts.targets())),
            NINES,
            Map.of(
                "Probe", document -> probes.read(document, drafts.probes(), drafts.services()),
                "ServicePolicy", document -> ServicePolicyKind.read(document, drafts.policies()),
                "NotificationChannel", document -> channels.read(document, drafts.channels()),
                "Silence", document -> SilenceKind.read(document, telling.silences()),
                "Heartbeat",
                    document -> heartbeats.read(document, telling.heartbeats(), drafts.services()),
                "Maintenance", document -> MaintenanceKind.read(document, budget.maintenances()),
                "Correction", document -> CorrectionKind.read(document, budget.corrections()),
                "ErrorBudgetPolicy",
                    document -> ErrorBudgetPolicyKind.read(document, budget.policies())));
  }

  /** A document is one object or a list of them. An empty one is passed over. */
  void read(Field document) {
    if (document.isList()) {
      document.items().forEach(this::object);
    } else if (!document.isEmpty()) {
      object(document);
    }
  }

  private void object(Field object) {
    object.mapping(document -> {
      dispatch(document);
      return true;
    });
  }

  private void dispatch(Mapping document) {
    if (isOfAnotherLanguage(document)) {
      return;
    }
    var versionAt = document.required("apiVersion");
    var foreign = versionAt.flatMap(DocumentReader::foreign);
    if (foreign.isPresent()) {
      document.entries();
      versionAt.get().fault(foreign.get());
      return;
    }
    var kindAt = document.required("kind");
    var version = versionAt.flatMap(field -> field.oneOf(API_VERSIONS));
    var kind = kindAt.flatMap(Field::text);
    if (version.isEmpty() || kind.isEmpty()) {
      document.entries();
      return;
    }
    var kinds = readers.getOrDefault(version.get(), Map.of());
    var reader = kinds.get(kind.get());
    if (reader != null) {
      reader.accept(document);
      return;
    }
    document.entries();
    kindAt.ifPresent(at -> at.fault(notAKind(version.get(), kind.get())));
  }

  /** What is read elsewhere: one sentence in place of a fault a key. */
  private static boolean isOfAnotherLanguage(Mapping document) {
    var self = document.self();
    var isSloths = self.has("version") && !self.has("apiVersion");
    if (isSloths) {
      self.find("version")
          .fault(
              "this is a file of Sloth's (%s): ./nines rules reads it"
                  .formatted(self.find("version").described()));
      document.entries();
    }
    return isSloths;
  }

  private static Optional<String> foreign(Field version) {
    return FOREIGN.entrySet().stream()
        .filter(others -> version.startsWith(others.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private String notAKind(String version, String kind) {
    var kinds = readers.getOrDefault(version, Map.of()).keySet();
    return "not a kind of " + version + Spelling.hint(kind, kinds);
  }
}

package dev.nines.engine.rules;

import dev.nines.alerting.Urgency;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code alerting} of an SLO in Sloth's files. */
final class SlothAlerts {
  private SlothAlerts() {}

  static List<RuleAlert> read(Mapping alerting) {
    var name = alerting.optional("name");
    var labels = SlothFile.texts(alerting, "labels");
    var annotations = SlothFile.texts(alerting, "annotations");
    var alerts = new ArrayList<RuleAlert>();
    for (var urgency : Urgency.values()) {
      var key =
          switch (urgency) {
            case PAGE -> "page_alert";
            case TICKET -> "ticket_alert";
          };
      alerting
          .optional(key)
          .map(f -> f.mapping(SlothAlerts::own))
          .orElse(Optional.of(Own.NOTHING))
          .filter(own -> !own.disable)
          .map(own ->
              new RuleAlert(
                  urgency,
                  name.flatMap(Field::text).orElse(""),
                  SlothFile.over(labels, own.labels),
                  SlothFile.over(annotations, own.annotations)))
          .ifPresent(alerts::add);
    }
    if (name.isEmpty() && !alerts.isEmpty()) {
      alerting.required("name");
    }
    return alerts;
  }

  /** What one of the two alerts has of its own. */
  private record Own(boolean disable, Map<String, String> labels, Map<String, String> annotations) {
    private static final Own NOTHING = new Own(false, Map.of(), Map.of());
  }

  private static Own own(Mapping alert) {
    return new Own(
        alert.optional("disable").flatMap(Field::bool).orElse(false),
        SlothFile.texts(alert, "labels"),
        SlothFile.texts(alert, "annotations"));
  }
}

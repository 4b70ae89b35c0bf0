package dev.nines.engine.rules;

import dev.nines.alerting.Urgency;
import java.util.Map;

/**
 * An alert as people want to be told of it.
 *
 * @param urgency how soon somebody must look
 * @param name of the alert
 * @param labels by which it is routed
 * @param annotations for people; over those that every alert has
 */
record RuleAlert(
    Urgency urgency, String name, Map<String, String> labels, Map<String, String> annotations) {
  /** Copies the maps. */
  RuleAlert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}

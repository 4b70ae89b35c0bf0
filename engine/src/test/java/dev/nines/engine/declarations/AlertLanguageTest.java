package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.alerting.AlertCondition;
import dev.nines.alerting.AlertPolicy;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.slo.Criterion.Op;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What declared alerts mean, inline and by reference. */
class AlertLanguageTest {
  private static final AlertCondition FAST =
      new AlertCondition("page", Op.GTE, 14.4, Duration.ofHours(1), Duration.ofMinutes(5));

  private static final String CHANNEL =
      """
      apiVersion: nines.dev/v1
      kind: NotificationChannel
      metadata: {name: pager}
      spec: {type: log}
      ---
      """;

  private static final String CONDITION =
      """
      severity: page
      condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m}
      """;

  private static final String BY_REFERENCE =
      """
      ---
      apiVersion: openslo/v1
      kind: AlertPolicy
      metadata: {name: fast, displayName: Fast burn}
      spec:
        description: Somebody must get up
        alertWhenNoData: true
        alertWhenResolved: true
        alertWhenBreaching: true
        conditions: [{conditionRef: fast-burn}]
        notificationTargets: [{targetRef: on-call}, {targetRef: on-call}]
      ---
      apiVersion: openslo/v1
      kind: AlertCondition
      metadata: {name: fast-burn}
      spec:
        severity: page
        condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m}
      ---
      apiVersion: openslo/v1
      kind: AlertNotificationTarget
      metadata: {name: on-call}
      spec: {target: pager, description: Whoever is on call}
      """;

  @Test
  void policyIsReadByReference() {
    var reading = Texts.read(CHANNEL + slo("[{alertPolicyRef: fast}]") + BY_REFERENCE);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings()).isEmpty();
    assertThat(reading.catalog().orElseThrow().alertPoliciesOf("checkout-available"))
        .containsExactly(
            new AlertPolicy("fast", "Fast burn", true, true, true, FAST, List.of("pager")));
  }

  @Test
  void policyIsReadInline() {
    var inline =
        """
        - kind: AlertPolicy
          metadata: {name: fast}
          spec:
            alertWhenBreaching: true
            conditions:
              - kind: AlertCondition
                metadata: {name: fast-burn}
                spec:
        """
            + CONDITION.indent(10)
            + """
                notificationTargets:
                  - kind: AlertNotificationTarget
                    metadata: {name: on-call}
                    spec: {target: pager}
            """;

    var reading = Texts.read(CHANNEL + slo("\n" + inline.indent(4)));

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.catalog().orElseThrow().alertPoliciesOf("checkout-available"))
        .containsExactly(
            new AlertPolicy("fast", "fast", false, false, true, FAST, List.of("pager")));
  }

  @Test
  void conditionHasItsDefaults() {
    var text =
        CHANNEL
            + slo("[{alertPolicyRef: fast}]")
            + BY_REFERENCE.replace("kind: burnrate, ", "").replace(", alertAfter: 5m", "");
    var zero = text.replace("lookbackWindow: 1h", "lookbackWindow: 1h, alertAfter: 0m");

    for (var written : List.of(text, zero)) {
      assertThat(
              Texts.read(written)
                  .catalog()
                  .orElseThrow()
                  .alertPoliciesOf("checkout-available")
                  .getFirst()
                  .condition()
                  .alertAfter())
          .isZero();
    }
  }

  @Test
  void targetThatNamesNoChannelIsAWarning_asOpenSloMakesItFreeText() {
    var text =
        CHANNEL
            + slo("[{alertPolicyRef: fast}]")
            + BY_REFERENCE.replace("target: pager", "target: paper");

    var reading = Texts.read(text);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.target",
                "tells nobody: no NotificationChannel is named \"paper\" (did you mean pager?)"));
    assertThat(
            reading
                .catalog()
                .orElseThrow()
                .alertPoliciesOf("checkout-available")
                .getFirst()
                .targets())
        .isEmpty();
  }

  @Test
  void everyFaultIsTold() {
    var text =
        CHANNEL
            + slo("[{alertPolicyRef: fsat}, {alertPolicyRef: fast}, {alertPolicyRef: fast}]")
            + BY_REFERENCE
                .replace("conditionRef: fast-burn", "conditionRef: burn")
                .replace("{targetRef: on-call}, {targetRef: on-call}", "{targetRef: oncall}")
                .replace("severity: page", "severty: page")
                .replace("kind: burnrate", "kind: rate")
                .replace("op: gte", "op: ge")
                .replace("lookbackWindow: 1h", "lookbackWindow: 90s")
                .replace("alertAfter: 5m", "alertAfter: 5")
                .replace("target: pager", "targets: pager");

    assertThat(Texts.read(text).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.alertPolicies[0].alertPolicyRef",
                "no alert policy named fsat (did you mean fast?)"),
            tuple("spec.conditions[0].conditionRef", "no alert condition named burn"),
            tuple(
                "spec.notificationTargets[0].targetRef",
                "no notification target named oncall (did you mean on-call?)"),
            tuple("spec.severity", "required"),
            tuple("spec.severty", "unknown key (did you mean severity?)"),
            tuple("spec.condition.kind", "expected burnrate, got \"rate\""),
            tuple("spec.condition.op", "expected gt, gte, lt or lte, got \"ge\""),
            tuple(
                "spec.condition.lookbackWindow",
                "expected a duration such as 30d (one whole number and one of m h d w M Q Y), got"
                    + " \"90s\""),
            tuple(
                "spec.condition.alertAfter",
                "expected a duration such as 30d (one whole number and one of m h d w M Q Y), got"
                    + " 5"),
            tuple("spec.target", "required"),
            tuple("spec.targets", "unknown key (did you mean target?)"));
  }

  @Test
  void onePolicyIsNamedOnce() {
    var text = CHANNEL + slo("[{alertPolicyRef: fast}, {alertPolicyRef: fast}]") + BY_REFERENCE;

    assertThat(Texts.read(text).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(tuple("spec.alertPolicies[1]", "a second policy named fast"));
  }

  @Test
  void oneConditionAndATargetAreWanted() {
    var text =
        CHANNEL
            + slo("")
            + BY_REFERENCE
                .replace("[{conditionRef: fast-burn}]", "[]")
                .replace("[{targetRef: on-call}, {targetRef: on-call}]", "[]");

    assertThat(Texts.read(text).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple("spec.conditions", "expected exactly one condition"),
            tuple("spec.notificationTargets", "expected at least one target"));
  }

  @Test
  void alertsThatCannotDoWhatIsMeantAreWarnings() {
    var tooHigh =
        CHANNEL
            + slo("[{alertPolicyRef: fast}]")
            + BY_REFERENCE.replace("threshold: 14.4", "threshold: 1001");
    var turned =
        CHANNEL + slo("[{alertPolicyRef: fast}]") + BY_REFERENCE.replace("op: gte", "op: lte");
    var mute = CHANNEL + slo("") + BY_REFERENCE.replaceAll(" *alertWhen\\w+: true\n", "");

    assertThat(Texts.read(tooHigh).warnings())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.alertPolicies[0]",
                "the condition of fast can never fire for objective 99.9: a total outage burns"
                    + " only 1000x"));
    assertThat(Texts.read(turned).warnings())
        .extracting(Fault::message)
        .containsExactly("fires while the budget burns slower (did you mean gte?)");
    assertThat(
            Texts.read(
                    CHANNEL
                        + slo("[{alertPolicyRef: fast}]")
                        + BY_REFERENCE
                            .replace("severity: page", "severity: critcal")
                            .replaceAll("lookbackWindow: \\w+", "lookbackWindow: 60d"))
                .warnings())
        .extracting(Fault::message)
        .containsExactly(
            "the lookback window of fast is longer than the budget's own of 30d",
            "a ticket, which wakes nobody (did you mean critical?)");
    assertThat(Texts.read(mute).warnings())
        .extracting(Fault::message)
        .contains("never tells anybody anything: no alertWhen... is true");
  }

  /** The complete SLO with these alert policies; empty for none. */
  private static String slo(String policies) {
    return Texts.slo(
        Texts.SLO_SPEC.replace(
            "service: checkout\n", "service: checkout\nalertPolicies: " + policies + "\n"));
  }
}

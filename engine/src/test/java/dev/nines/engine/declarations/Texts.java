package dev.nines.engine.declarations;

import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Declarations as text, and short ones that are whole. */
final class Texts {
  static final Map<String, String> VARIABLES =
      Map.of(
          "SHOP_HOST", "shop.example.com",
          "HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          "BAD_SECRET", "hunter2",
          "EMPTY", "");

  static final String SERVICE =
      """
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: checkout}
      ---
      """;

  static final String PROBE =
      """
      apiVersion: nines.dev/v1
      kind: Probe
      metadata: {name: checkout-http}
      spec: {service: checkout, prober: http, target: "https://shop.example.com/"}
      ---
      """;

  private Texts() {}

  static Reading read(String text) {
    return read(List.of(new Source("checkout.yml", Path.of("."), text)));
  }

  static Reading read(List<Source> sources) {
    return Declarations.parse(
        sources,
        WrittenModules.STANDARD,
        name -> Optional.ofNullable(VARIABLES.get(name)),
        new Findings());
  }

  static List<String> faults(String text) {
    return read(text).faults().stream().map(Fault::toString).toList();
  }

  /** A probe's document whose spec is the given text, indented by two. */
  static String probe(String spec) {
    return SERVICE
        + """
        apiVersion: nines.dev/v1
        kind: Probe
        metadata:
          name: checkout-http
        spec:
        """
        + spec.indent(2);
  }

  /** An SLO's document whose spec is the given text, indented by two. */
  static String slo(String spec) {
    return SERVICE
        + PROBE
        + """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: checkout-available
        spec:
        """
        + spec.indent(2);
  }

  static final String SLO_SPEC =
      """
      service: checkout
      budgetingMethod: Occurrences
      timeWindow: [{duration: 30d, isRolling: true}]
      objectives: [{target: 0.999}]
      indicator:
        metadata: {name: success}
        spec:
          ratioMetric:
            good: {metricSource: {type: nines, spec: {probe: checkout-http, result: success}}}
            total: {metricSource: {type: nines, spec: {probe: checkout-http}}}
      """;
}

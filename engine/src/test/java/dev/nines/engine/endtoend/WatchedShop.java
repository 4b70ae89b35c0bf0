package dev.nines.engine.endtoend;

/** Declarations of a shop with one probe every second, a lenient objective and quick incidents. */
final class WatchedShop {
  private WatchedShop() {}

  /**
   * Declares it.
   *
   * @param target what is probed
   * @param holdSeconds how long an incident waits before it is resolved
   * @param failures in a row that open an incident
   * @param recoveries in a row that close it
   */
  static String declarations(String target, long holdSeconds, int failures, int recoveries) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop}
    ---
    apiVersion: nines.dev/v1
    kind: ServicePolicy
    metadata: {name: quick}
    spec: {services: [shop], holdTime: %ds}
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: front}
    spec:
      service: shop
      target: %s
      interval: 1s
      timeout: 900ms
      incident: {failures: %d, recoveries: %d}
      prober: http
    ---
    apiVersion: openslo/v1
    kind: SLO
    metadata: {name: shop-available}
    spec:
      service: shop
      indicator:
        metadata: {name: front-success}
        spec:
          ratioMetric:
            counter: true
            good: {metricSource: {type: nines, spec: {probe: front, result: success}}}
            total: {metricSource: {type: nines, spec: {probe: front}}}
      timeWindow: [{duration: 60m, isRolling: true}]
      budgetingMethod: Occurrences
      objectives: [{target: 0.8}] # so low that no page fires, which would clear only minutes later
    """
        .formatted(holdSeconds, target, failures, recoveries);
  }
}

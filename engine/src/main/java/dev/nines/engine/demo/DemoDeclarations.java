package dev.nines.engine.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what Nines needs to know of a {@link Shop}. */
public final class DemoDeclarations {
  private DemoDeclarations() {}

  /**
   * Writes configuration and declarations.
   *
   * @param folder where they go, and the data
   * @param shop what is watched
   * @param port of the pages, also in the links of notifications, so not 0
   * @return the configuration file
   * @throws IOException if it cannot be written
   */
  public static Path write(Path folder, Shop shop, int port) throws IOException {
    var declarations = Files.createDirectory(folder.resolve("slo-definitions"));
    Files.writeString(declarations.resolve("services.yml"), services(shop));
    Files.writeString(declarations.resolve("probes.yml"), probes(shop));
    Files.writeString(declarations.resolve("slos.yml"), slos());
    return Files.writeString(folder.resolve("config.yml"), config(port));
  }

  private static String services(Shop shop) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop, displayName: Shop}
    spec: {description: The page on which customers pay}
    ---
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: payments, displayName: Payments}
    spec: {description: What the shop takes money with}
    ---
    apiVersion: nines.dev/v1
    kind: ServicePolicy
    metadata: {name: demo}
    spec:
      services: [shop, payments]
      holdTime: 10s # short, so that a demo need not wait for an incident to close
      flapWindow: 10s
      owner: the shop's keeper
    ---
    apiVersion: nines.dev/v1
    kind: NotificationChannel
    metadata: {name: log}
    spec: {type: log}
    ---
    apiVersion: nines.dev/v1
    kind: NotificationChannel
    metadata: {name: keeper}
    spec: {type: webhook, url: "%stold"}
    """
        .formatted(shop.page());
  }

  private static String config(int port) {
    return """
    dataDir: data
    declarations: slo-definitions
    externalUrl: http://127.0.0.1:%1$d
    evaluation: {interval: 1s}
    server:
      applicationConnectors: [{type: http, bindHost: 127.0.0.1, port: %1$d}]
      adminConnectors: [{type: http, bindHost: 127.0.0.1, port: 0}]
    logging:
      level: WARN
      loggers: {dev.nines.engine.Declared: ERROR} # that pages never fire here is meant so
    """
        .formatted(port);
  }

  private static String probes(Shop shop) {
    return """
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: checkout-page, displayName: Checkout page}
    spec:
      service: shop
      target: %s
      interval: 1s
      incident: {failures: 3, recoveries: 2}
      prober: http
      http:
        valid_status_codes: [200]
        fail_if_body_not_matches_regexp: ["Pay now"]
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: payments-greeting, displayName: Payments greeting}
    spec:
      service: payments
      target: %s
      interval: 1s
      incident: {failures: 3, recoveries: 2}
      prober: tcp
      tcp:
        query_response:
          - expect: "^%s$"
    """
        .formatted(shop.page(), shop.payments(), Payments.GREETING);
  }

  private static String slos() {
    return String.join(
        "---\n",
        slo("shop-available", "Page available", "shop", "checkout-page", "result: success"),
        slo("shop-fast", "Page fast", "shop", "checkout-page", "result: success, within: 500ms"),
        slo(
            "payments-available",
            "Payments available",
            "payments",
            "payments-greeting",
            "result: success"));
  }

  private static String slo(
      String name, String displayName, String service, String probe, String good) {
    return """
    apiVersion: openslo/v1
    kind: SLO
    metadata: {name: %1$s, displayName: %2$s}
    spec:
      service: %3$s
      indicator:
        metadata: {name: %1$s}
        spec:
          ratioMetric:
            counter: true
            good: {metricSource: {type: nines, spec: {probe: %4$s, %5$s}}}
            total: {metricSource: {type: nines, spec: {probe: %4$s}}}
      timeWindow: [{duration: 1h, isRolling: true}]
      budgetingMethod: Occurrences
      # Low, so that the demo is over fast: at 0.8 a total outage burns 5 times faster than allowed,
      # which raises a ticket but no page, and a page would clear only minutes after the mending.
      objectives: [{target: 0.8}]
    """
        .formatted(name, displayName, service, probe, good);
  }
}

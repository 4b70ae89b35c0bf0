package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.Situation.http;
import static dev.nines.engine.blackbox.Situation.of;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How much time a probe has, and requests that cannot be met. */
record TimeoutSituations(Zoo zoo) {
  private static final String HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

  Stream<Situation> all() {
    var late = zoo.web("/late/1500");
    return Stream.of(
        of("the scrape's timeout less half a second is enough", late, "prober: http")
            .header(HEADER, "8"),
        of("the scrape's timeout less half a second is too little", late, "prober: http")
            .header(HEADER, "1.2"),
        of("the module's timeout is shorter", late, "prober: http, timeout: 700ms")
            .header(HEADER, "8"),
        of("the scrape's timeout is shorter", late, "prober: http, timeout: 8s")
            .header(HEADER, "1.2"),
        of("the module's timeout alone", late, "prober: http, timeout: 700ms"),
        of(
                "a scrape's timeout below the offset leaves the module's",
                late,
                "prober: http, timeout: 8s")
            .header(HEADER, "0.2"),
        of(
                "a scrape's timeout of nothing leaves the module's",
                late,
                "prober: http, timeout: 700ms")
            .header(HEADER, "0"),
        of("a scrape's timeout that is no number", late, "prober: http")
            .header(HEADER, "soon")
            .differs(Differences.OWN_WORDS, "text"),
        of("a scrape's timeout with a unit", late, "prober: http")
            .header(HEADER, "8s")
            .differs(Differences.OWN_WORDS, "text"),
        of("a scrape's timeout in scientific notation", late, "prober: http").header(HEADER, "8e0"),
        http("an unknown module", late, "").asking("module", "nobody"),
        new Situation("no target", "prober: http", Map.of(), Map.of(), List.of(), Set.of()),
        http("an empty target", "", ""),
        http("a target with spaces", "http://127.0.0.1:1/ a b", "")
            .differs(
                Differences.NO_TARGET,
                "probe_dns_lookup_time_seconds",
                "probe_ip_addr_hash",
                "probe_ip_protocol",
                "probe_http_duration_seconds"),
        new Situation(
            "no module named",
            "",
            Map.of("target", zoo.web("/status/200")),
            Map.of(),
            List.of(),
            Set.of()));
  }
}

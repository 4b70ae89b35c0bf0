package dev.nines.engine.reports;

import dev.nines.engine.evidence.KeptHop;
import dev.nines.probe.Failure;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.StepRun;
import dev.nines.probe.TlsFacts;
import dev.nines.probe.net.Durations;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one run saw, for a person at a terminal.
 *
 * @param target what was probed, for people
 * @param run what was seen
 * @param now the time the days to an expiry are counted from
 */
public record RunReport(String target, ProbeRun run, Instant now) {
  /** {@return the lines, without control characters a target may have smuggled in} */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(verdict());
    run.address().ifPresent(address -> lines.add(fact("address", address(address))));
    if (!run.phases().isEmpty()) {
      lines.add("");
      lines.addAll(Waterfall.of(run).lines());
    }
    if (!run.hops().isEmpty()) {
      lines.addAll(section("HOPS", run.hops().stream().map(RunReport::hop).toList()));
    }
    if (!run.steps().isEmpty()) {
      lines.addAll(section("STEPS", run.steps().stream().map(RunReport::step).toList()));
    }
    run.http().ifPresent(http -> lines.addAll(section("HTTP", http(http))));
    run.tls().ifPresent(tls -> lines.addAll(section("TLS", tls(tls))));
    return lines.stream().map(RunReport::clean).toList();
  }

  static String clean(String line) {
    return line.replaceAll("\\p{Cc}", "?");
  }

  private String verdict() {
    return switch (run.outcome()) {
      case ProbeOutcome.Up _ -> "UP   %s in %s".formatted(target, millis(run.durationNanos()));
      case ProbeOutcome.Degraded _ -> "SLOW %s : %s".formatted(target, sentence(run));
      case ProbeOutcome.Failed(var failure) ->
          "%s %s : %s".formatted(saysNothing(failure) ? "UNKNOWN" : "DOWN", target, sentence(run));
    };
  }

  /** What the prober itself stumbles over tells nothing of the target. */
  private static boolean saysNothing(Failure failure) {
    return failure.reason().ofTheProber();
  }

  /** {@return the verdict in a sentence that does not name the target} */
  static String sentence(ProbeRun run) {
    return switch (run.outcome()) {
      case ProbeOutcome.Up _ -> "up in " + millis(run.durationNanos());
      case ProbeOutcome.Degraded(var finding) -> sentence(finding);
      case ProbeOutcome.Failed(var failure) -> sentence(failure);
    };
  }

  private static String sentence(Failure failure) {
    return "%s %s: %s"
        .formatted(failure.phase().name(), failure.reason().label(), failure.detail());
  }

  private static List<String> section(String title, List<String> facts) {
    var lines = new ArrayList<>(List.of("", title));
    lines.addAll(facts);
    return lines;
  }

  private static String hop(HopFacts hop) {
    return fact("hop " + hop.hop(), KeptHop.of(hop).text());
  }

  private static String step(StepRun step) {
    return fact(
        step.name(),
        "%s, %s in %s, %s"
            .formatted(
                step.success() ? "up" : "down",
                step.status().map(status -> "status " + status).orElse("no answer"),
                millis(step.durationNanos()),
                step.firstHop() == step.lastHop()
                    ? "hop " + step.firstHop()
                    : "hops %d to %d".formatted(step.firstHop(), step.lastHop())));
  }

  /** Where the last redirect led to no answer there is nothing else to say. */
  private static List<String> http(HttpFacts http) {
    var redirects = fact("redirects", String.valueOf(http.redirects()));
    if (http.status() == 0) {
      return List.of(redirects);
    }
    var facts =
        new ArrayList<>(
            List.of(
                fact("status", String.valueOf(http.status())),
                fact("version", http.versionName()),
                redirects,
                fact(
                    "content length",
                    http.contentLength() < 0 ? "not declared" : bytes(http.contentLength())),
                fact("body", bytes(http.bodyBytes()))));
    http.lastModified().ifPresent(at -> facts.add(fact("last modified", at.toString())));
    return facts;
  }

  private List<String> tls(TlsFacts tls) {
    return List.of(
        fact("version", tls.version()),
        fact("cipher", tls.cipher()),
        fact("subject", tls.subject()),
        fact("issuer", tls.issuer()),
        fact("names", tls.alternativeNames()),
        fact("leaf expires", expiry(tls.leafExpiry())),
        fact("first of sent", expiry(tls.presentedExpiry())),
        fact("verified chain", tls.verified().map(this::expiry).orElse("none was verified")));
  }

  private String expiry(Instant at) {
    var left = Duration.between(now, at);
    return at
        + (left.isNegative()
            ? " (expired " + Durations.rough(left.negated()) + " ago)"
            : " (" + Durations.rough(left) + " left)");
  }

  private static String fact(String name, String value) {
    return "  %-14s  %s".formatted(name, value);
  }

  private static String address(InetAddress address) {
    return address.getHostAddress() + (address instanceof Inet6Address ? " (IPv6)" : " (IPv4)");
  }

  private static String bytes(long count) {
    return count + (count == 1 ? " byte" : " bytes");
  }

  /** Three digits are as many as mean anything. */
  private static String millis(long nanos) {
    var millis = nanos / 1e6;
    return String.format(Locale.ROOT, millis < 99.95 ? "%.1f ms" : "%.0f ms", millis);
  }
}

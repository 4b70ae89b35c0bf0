package dev.nines.engine.pages.probes;

import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.KeptAnswer;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.results.ProbeResult;
import dev.nines.probe.HttpFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run saw.
 *
 * @param facts in the order of the run
 * @param waterfall its phases; empty where it came to none
 * @param answer what came back of a run that failed
 */
public record SeenText(
    List<Fact> facts, Optional<Waterfall> waterfall, Optional<KeptAnswer> answer) {
  /**
   * A fact.
   *
   * @param name what it is
   * @param text what was seen
   */
  public record Fact(String name, String text) {}

  static SeenText of(ProbeResult run, Evidence seen) {
    var facts = new ArrayList<Fact>();
    seen.address().ifPresent(address -> facts.add(new Fact("Address", address)));
    seen.http().filter(http -> http.status() != 0).ifPresent(http -> add(facts, http));
    seen.hops().forEach(hop -> facts.add(new Fact("Hop " + hop.hop(), hop.text())));
    facts.add(new Fact("Took", DurationText.measured(run.total())));
    if (run.lateness().compareTo(Duration.ofMillis(100)) >= 0) {
      facts.add(new Fact("Started late by", DurationText.measured(run.lateness())));
    }
    run.traceId().ifPresent(trace -> facts.add(new Fact("Trace", trace)));
    return new SeenText(facts, Waterfall.of(seen, run.total()), seen.answer());
  }

  private static void add(List<Fact> facts, HttpFacts http) {
    facts.add(new Fact("Status", Integer.toString(http.status())));
    facts.add(new Fact("Version", http.versionName()));
    if (http.redirects() > 0) {
      facts.add(new Fact("Redirects", Integer.toString(http.redirects())));
    }
    facts.add(new Fact("Body", http.bodyBytes() + " bytes"));
  }
}

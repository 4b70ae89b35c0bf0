package dev.nines.engine.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What two answers of {@code /probe} differ in, beyond what is known and wanted; and what of that
 * they do not differ in.
 */
final class Comparison {
  /** Series that blackbox_exporter has since a version after Debian's 0.23.0. */
  static final Map<String, String> NEWER =
      Map.of(
          "probe_tls_cipher_info", "0.26.0",
          "probe_expect_info", "0.26.0",
          "probe_failed_due_to_cel", "0.27.0",
          "probe_failed_due_to_bytes", "0.28.0",
          "probe_timeout_seconds", "after 0.28.0");

  /** Labels that blackbox_exporter has since a version after 0.23.0. */
  static final Map<String, String> NEWER_LABELS = Map.of("serialnumber", "0.26.0");

  /** Series that only Nines has. */
  static final Map<String, String> ONLY_NINES =
      Map.of("probe_failure_info", "says why, by phase and reason");

  /** Series of which only the presence is the same: they are times. */
  static final Set<String> TIMES =
      Set.of(
          "probe_duration_seconds", "probe_dns_lookup_time_seconds", "probe_http_duration_seconds");

  private static final Pattern SERIAL = Pattern.compile("serialnumber=[0-9a-f]+, ");

  private final Set<String> varying;
  private final Set<String> excused = new TreeSet<>();
  private final Set<String> excusing = new TreeSet<>();
  private final List<String> found = new ArrayList<>();

  private Comparison(Situation situation) {
    varying = situation.varying();
    situation.differences().forEach(difference -> excused.addAll(difference.families()));
  }

  static List<String> between(Situation situation, Scraper.Answer peer, Scraper.Answer nines) {
    var comparison = new Comparison(situation);
    if (peer.status() != nines.status()) {
      comparison.note("status", "HTTP status", peer.status(), nines.status());
    } else if (peer.status() == 200) {
      comparison.series(peer.exposition(), nines.exposition());
    } else if (!peer.text().strip().equals(nines.text().strip())) {
      comparison.note("text", "text", peer.text().strip(), nines.text().strip());
    }
    comparison.stale(situation);
    return comparison.found;
  }

  private void series(Exposition peer, Exposition nines) {
    var names = new TreeSet<>(peer.series().keySet());
    var ours = new TreeMap<String, Double>();
    nines.series().forEach((name, value) -> ours.put(SERIAL.matcher(name).replaceFirst(""), value));
    names.addAll(ours.keySet());
    for (var name : names) {
      var family = Exposition.family(name);
      var theirs = peer.series().get(name);
      var mine = ours.get(name);
      if (ONLY_NINES.containsKey(family) || NEWER.containsKey(family)) {
        if (theirs != null) {
          found.add(family + ": excused as one that blackbox_exporter has not, but it has");
        }
        continue;
      }
      if (theirs == null || mine == null) {
        note(family, name, theirs, mine);
      } else if (!TIMES.contains(family)
          && !varying.contains(family)
          && Double.compare(theirs, mine) != 0) {
        note(family, name, theirs, mine);
      }
    }
    peer.types().forEach((family, type) -> same(family, "type of ", type, nines.types()));
    peer.help().forEach((family, help) -> same(family, "help of ", help, nines.help()));
  }

  private void same(String family, String what, String theirs, Map<String, String> ours) {
    if (!theirs.equals(ours.get(family))) {
      note(family, what + family, theirs, ours.get(family));
    }
  }

  /** An excuse for what is the same by now would hide it when it differs again. */
  private void stale(Situation situation) {
    for (var difference : situation.differences()) {
      for (var family : difference.families()) {
        if (!excusing.contains(family)) {
          found.add(family + ": the same, but excused by: " + difference.reason());
        }
      }
    }
  }

  private void note(String family, String what, @Nullable Object theirs, @Nullable Object ours) {
    if (excused.contains(family)) {
      excusing.add(family);
    } else {
      found.add("%s: blackbox_exporter %s, Nines %s".formatted(what, theirs, ours));
    }
  }
}

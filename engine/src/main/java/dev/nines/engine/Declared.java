package dev.nines.engine;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.declarations.Reading;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.text.Count;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is declared now. A change of the files is taken over as soon as they are without fault;
 * until then the last good set stays.
 */
final class Declared {
  private static final Logger LOG = LoggerFactory.getLogger(Declared.class);

  private final DeclarationPaths paths;
  private final Function<String, Optional<String>> variables;
  private final InstantSource clock;
  private final Consumer<Catalog> users;
  private volatile boolean good = true;
  private volatile List<Fault> refused = List.of();
  private volatile Optional<Instant> goodSince = Optional.empty();
  private String takenOver = "";
  private String seen = "";

  Declared(
      DeclarationPaths paths,
      Function<String, Optional<String>> variables,
      InstantSource clock,
      Consumer<Catalog> users) {
    this.paths = paths;
    this.variables = variables;
    this.clock = clock;
    this.users = users;
  }

  /** Whether the newest edit was taken over. */
  boolean isGood() {
    return good;
  }

  /** When an edit was last taken over. */
  Optional<Instant> goodSince() {
    return goodSince;
  }

  /** What is wrong with the newest edit, for which it was not taken over. */
  List<Fault> refused() {
    return refused;
  }

  /**
   * Takes over the files if they have changed, and no longer change: a checkout or an editor may
   * leave half a set for a moment, and what is missing from it would be taken for removed.
   */
  synchronized void reloadIfChanged() {
    var now = Declarations.fingerprint(paths);
    if (now.equals(seen) && !now.equals(takenOver)) {
      reload();
    }
    seen = now;
  }

  /** No text may stop the looking for new ones: a fault of the reader is told as one of theirs. */
  private Reading read() {
    try {
      return Declarations.read(paths, variables);
    } catch (RuntimeException e) {
      LOG.error("reading the declarations failed in Nines itself", e);
      var where =
          paths.declarations().stream().map(Path::toString).collect(Collectors.joining(", "));
      var what = "cannot be read, by a fault of Nines itself: " + e;
      return new Reading(
          Optional.empty(), List.of(Fault.ofFile(where, what)), List.of(), Map.of(), List::of);
    }
  }

  /**
   * A reading of the files as they were.
   *
   * @param fingerprint of the files, taken before they were read
   * @param reading what they said
   */
  record Earlier(String fingerprint, Reading reading) {}

  /** Takes over what was read before the start, where that still holds, else the files. */
  synchronized void begin(Optional<Earlier> earlier) {
    if (earlier.isPresent()) {
      follow(earlier.get().fingerprint(), earlier.get().reading());
    } else {
      reload();
    }
  }

  /** Takes over the files if they are without fault; tells what is wrong otherwise. */
  synchronized List<Fault> reload() {
    var fingerprint = Declarations.fingerprint(paths);
    return follow(fingerprint, read());
  }

  private List<Fault> follow(String fingerprint, Reading reading) {
    reading.warningsAt(clock.instant()).forEach(warning -> LOG.warn("{}", warning));
    good = false;
    refused = reading.faults();
    if (reading.catalog().isPresent()) {
      var next = reading.catalog().get();
      takeOver(next);
      good = true;
      goodSince = Optional.of(clock.instant());
      LOG.info(
          "declared: {}, {}, {}",
          Count.of(next.services().size(), "service"),
          Count.of(next.probes().size(), "probe"),
          Count.of(next.slos().size(), "SLO"));
    } else {
      reading.faults().forEach(fault -> LOG.error("{}", fault));
      LOG.error(
          "the declarations have {}; the last good set stays",
          Count.of(reading.faults().size(), "fault"));
    }
    takenOver = fingerprint;
    seen = fingerprint;
    return reading.faults();
  }

  /** What it throws is tried again at the next look. */
  private void takeOver(Catalog next) {
    try {
      users.accept(next);
    } catch (RuntimeException e) {
      refused = List.of(Fault.ofFile("the declarations", "not taken over yet, tried again: " + e));
      throw e;
    }
  }
}

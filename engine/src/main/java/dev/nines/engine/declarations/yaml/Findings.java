package dev.nines.engine.declarations.yaml;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects what there is to say of files while they are read. Not thread-safe. */
public final class Findings {
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();
  private final Map<Fault, Instant> early = new LinkedHashMap<>();
  private final List<Supplier<Fault>> notes = new ArrayList<>();
  private boolean unread;

  /** Nothing found yet. */
  public Findings() {}

  /**
   * Adds what makes the files unusable.
   *
   * @param fault what is wrong
   */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  /**
   * Adds what is allowed, but probably not meant.
   *
   * @param warning what is doubtful
   */
  public void warn(Fault warning) {
    warnings.add(warning);
  }

  /**
   * Adds what follows from what is declared, and is worth knowing. It is worked out when somebody
   * asks, since that may take long.
   *
   * @param note what follows
   */
  void note(Supplier<Fault> note) {
    notes.add(note);
  }

  /**
   * Adds what is doubtful only before an instant.
   *
   * @param warning what is doubtful
   * @param until from when on it is not
   */
  void warnUntil(Fault warning, Instant until) {
    early.put(warning, until);
  }

  /**
   * Adds that a whole file could not be read, so that what it declares is not known.
   *
   * @param fault what is wrong
   */
  public void unreadable(Fault fault) {
    unread = true;
    faults.add(fault);
  }

  /** {@return whether a whole file could not be read} */
  public boolean unread() {
    return unread;
  }

  /** {@return the faults by file and line, each once} */
  public List<Fault> faults() {
    return faults.stream().distinct().sorted().toList();
  }

  /** {@return what is doubtful only before an instant, with that instant} */
  public Map<Fault, Instant> early() {
    return Map.copyOf(early);
  }

  /** {@return the notes by file and line, each once; worked out anew each time} */
  public List<Fault> notes() {
    return notes.stream().map(Supplier::get).distinct().sorted().toList();
  }

  /** {@return the warnings that hold at any time, by file and line, each once} */
  public List<Fault> warnings() {
    return warnings.stream().distinct().sorted().toList();
  }
}

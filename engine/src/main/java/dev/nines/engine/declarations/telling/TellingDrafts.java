package dev.nines.engine.declarations.telling;

import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.List;
import java.util.Optional;

/**
 * What was found under its name, references not yet followed. What could not be read is an empty
 * entry: its name is declared all the same.
 *
 * @param silences the silences
 * @param heartbeats the heartbeats
 */
public record TellingDrafts(
    Registry<SilenceDraft> silences, Registry<Optional<Heartbeat>> heartbeats) {
  /** Nothing yet. */
  public TellingDrafts() {
    this(new Registry<>("silence"), new Registry<>("heartbeat"));
  }

  /**
   * A silence as written.
   *
   * @param services whose incidents are not told
   * @param silence the silence; absent where it could not be read
   */
  public record SilenceDraft(List<Reference> services, Optional<Silence> silence) {}
}

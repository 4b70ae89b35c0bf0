package dev.nines.engine.configuration;

import dev.nines.engine.configuration.Settings.DeadMansSwitch;
import dev.nines.engine.declarations.yaml.Mapping;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code deadMansSwitch}: who is called again and again while Nines is well. */
final class DeadMansSwitchReader {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

  private DeadMansSwitchReader() {}

  /** No fault says what the URL is: it is a secret. */
  static Optional<DeadMansSwitch> read(Mapping m) {
    var written = SecretText.required(m, "url");
    var interval =
        m.optional("interval")
            .flatMap(f -> f.durationAtLeast(SHORTEST_INTERVAL, "10s"))
            .orElse(INTERVAL);
    var text = written.text();
    var url = text.flatMap(CalledUrl::parse);
    if (text.isPresent() && url.isEmpty()) {
      written.fault("expected an http or https URL");
    }
    return url.map(u -> new DeadMansSwitch(u, interval));
  }
}

package dev.nines.engine.configuration;

import dev.nines.probe.Targets;
import java.net.URI;
import java.util.Optional;

/** One entry of {@code selfCheck.targets}: something that is up whenever this engine is online. */
public sealed interface CheckTarget {
  /**
   * Reads an entry.
   *
   * @param text an http or https URL, or {@code host:port}
   * @return the entry, where the text is one
   */
  static Optional<CheckTarget> parse(String text) {
    return Targets.url(text)
        .<CheckTarget>map(Url::new)
        .or(() -> Targets.hostPort(text).map(at -> new Address(at.host(), at.port())));
  }

  /**
   * An HTTP server.
   *
   * @param uri http or https, with a host
   */
  record Url(URI uri) implements CheckTarget {}

  /**
   * A TCP server.
   *
   * @param host name or address
   * @param port 1 to 65535
   */
  record Address(String host, int port) implements CheckTarget {}
}

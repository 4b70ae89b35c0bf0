package dev.nines.probe;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a probe does TLS; {@code tls_config} of blackbox_exporter.
 *
 * @param insecureSkipVerify whether any certificate will do
 * @param caFile PEM file of trusted authorities in place of the JDK's
 * @param serverName the name for SNI and verification in place of the target's host
 */
public record TlsSpec(
    boolean insecureSkipVerify, Optional<Path> caFile, Optional<String> serverName) {
  /** Verified against the JDK's authorities under the target's own name. */
  public static final TlsSpec DEFAULT = new TlsSpec(false, Optional.empty(), Optional.empty());
}

package dev.nines.probe;

import java.util.Locale;

/**
 * Which part of a probe run a duration or a failure belongs to; the names are blackbox_exporter's.
 */
public enum Phase {
  /** Name resolution. */
  RESOLVE,
  /** Opening the TCP connection (and a proxy's CONNECT). */
  CONNECT,
  /** The TLS handshake. */
  TLS,
  /** From the request written to the first byte of the answer; for TCP, the dialogue. */
  PROCESSING,
  /** From the first byte of the answer to its last. */
  TRANSFER;

  /** {@return the name in metrics, API and criteria, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

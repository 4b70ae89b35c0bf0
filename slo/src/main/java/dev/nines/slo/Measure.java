package dev.nines.slo;

import java.util.Locale;

/** A duration that a probe run can be judged by. */
public enum Measure {
  /** The whole run. */
  TOTAL,
  /** Name resolution. */
  RESOLVE,
  /** Opening the connection. */
  CONNECT,
  /** The TLS handshake. */
  TLS,
  /** From the request to the first byte of the answer. */
  PROCESSING,
  /** From the first byte to the last. */
  TRANSFER;

  /** {@return the name in declarations and in a criterion's canonical text, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

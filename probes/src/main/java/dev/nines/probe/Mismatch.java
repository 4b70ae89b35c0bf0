package dev.nines.probe;

/**
 * A kind of check that found the answer not to be as declared; a gauge each in blackbox_exporter.
 */
public enum Mismatch {
  /** A regular expression on a body, a header or a line. */
  REGEX,
  /** A CEL expression on a JSON body. */
  CEL,
  /** The bytes of a dialogue. */
  BYTES
}

package dev.nines.engine.catalog;

import java.util.Locale;

/** When is a target told the trace of a run, by {@code traceparent}? */
public enum TargetTracing {
  /** With every run; it says sampled for those alone that the head ratio chose. */
  HEAD,
  /** With every run, which always says sampled. */
  ALWAYS,
  /** With none. */
  NEVER;

  /** {@return the word in declarations and config.yml} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

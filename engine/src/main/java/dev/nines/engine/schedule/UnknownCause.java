package dev.nines.engine.schedule;

import java.util.Locale;

/** Why a run that was meant to be made has no result. */
public enum UnknownCause {
  /** It would have started more than an interval late. */
  LATE,
  /** The gate on all concurrent runs was full. */
  GATE_TOTAL,
  /** The gate on concurrent runs against one host was full. */
  GATE_HOST,
  /** Other runs kept as much of bodies as may be, or searched them on every thread for it. */
  GATE_BODIES,
  /** The prober itself failed. */
  PROBER_FAULT,
  /** It failed while no self-check target answered either: this engine was cut off. */
  SELF_CHECK;

  /** {@return the name in metrics, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

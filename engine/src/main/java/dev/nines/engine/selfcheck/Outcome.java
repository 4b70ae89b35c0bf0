package dev.nines.engine.selfcheck;

/** What one round of self-checks, or one check of it, has shown. */
enum Outcome {
  /** A target answered: this engine is online. */
  ANSWERED,
  /** Every target was asked, and none answered. */
  SILENT,
  /**
   * No target answered, but one could not be asked, for want of a port or a file: nothing shown.
   */
  NOT_MADE
}

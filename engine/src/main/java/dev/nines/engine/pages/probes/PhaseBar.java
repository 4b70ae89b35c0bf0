package dev.nines.engine.pages.probes;

import java.time.Duration;

/**
 * A bar in a drawing that is a thousand units wide.
 *
 * @param phase which phase it stands for; its colour
 * @param x where it begins, 0 to 1000
 * @param width how wide it is, at least what can be seen
 */
public record PhaseBar(String phase, long x, long width) {
  static final long ACROSS = 1_000;
  private static final long LEAST = 4;

  /**
   * Draws a phase.
   *
   * @param phase which one
   * @param startNanos when it began
   * @param endNanos when it ended
   * @param all the time that the whole drawing stands for
   */
  static PhaseBar of(String phase, long startNanos, long endNanos, Duration all) {
    var scale = ACROSS / (double) Math.max(1, all.toNanos());
    var width = Math.clamp(Math.round((endNanos - startNanos) * scale), LEAST, ACROSS);
    var x = Math.clamp(Math.round(startNanos * scale), 0, ACROSS - width);
    return new PhaseBar(phase, x, width);
  }
}

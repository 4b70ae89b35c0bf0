package dev.nines.engine.datasource;

import dev.nines.slo.metric.MinuteCount.Carry;

/**
 * How far a question's minutes are read: those of {@code [from, to)}, counted from the Unix epoch.
 *
 * @param from the oldest
 * @param settled those from here on are read again, for what was scraped late
 * @param to the first that is not read
 * @param carry what was left over of the minutes before {@code settled}
 */
record Progress(long from, long settled, long to, Carry carry) {
  /**
   * How many minutes are read again: as long as Prometheus itself takes a value for the present, so
   * that a source which lags behind so far loses nothing.
   */
  static final int AGAIN = 5;
}

package dev.nines.engine.series;

import java.util.Locale;

/** The types of a metric that Nines exports. */
public enum MetricType {
  /** Goes up, and to 0 when Nines starts. */
  COUNTER,
  /** Goes up and down. */
  GAUGE,
  /** Counts values by size: classic buckets, and native ones where they are asked for. */
  HISTOGRAM,
  /** Counts values and adds them up. */
  SUMMARY,
  /** Always 1: what it tells is in its labels. */
  INFO;

  /** {@return the name in the text formats} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

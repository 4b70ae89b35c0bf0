package dev.nines.engine.series;

/** What the value of a metric is measured in. */
public enum MetricUnit {
  /** A length of time. */
  SECONDS("seconds"),
  /** A point in time. */
  UNIXTIME("seconds since 1970"),
  /** An amount of data. */
  BYTES("bytes"),
  /** 1 is all of it. */
  RATIO("ratio, 1 is all"),
  /** How many times something else, without an upper end. */
  TIMES("times"),
  /** Yes or no. */
  FLAG("1 or 0"),
  /** How many. */
  COUNT("count"),
  /** How many in a day. */
  PER_DAY("a day"),
  /** How many in a second. */
  PER_SECOND("a second"),
  /** Days of 24 hours. */
  DAYS("days"),
  /** None of the others. */
  NONE("");

  private final String text;

  MetricUnit(String text) {
    this.text = text;
  }

  /** {@return the unit for people} */
  public String text() {
    return text;
  }
}

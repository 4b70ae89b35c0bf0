package dev.nines.slo;

/** The minutes of an SLI as people have adjusted them. */
interface AdjustedMinutes {
  /** The events of a minute that is there. */
  long total(long minute);

  /** The bad ones among them. */
  long bad(long minute);

  /** The first minute that is there. */
  long begin();

  /** The minute after the newest that is there. */
  long end();

  /** The events of minutes that are there. */
  default EventCounts between(long from, long to) {
    var total = 0L;
    var bad = 0L;
    for (var minute = from; minute < to; minute++) {
      total += total(minute);
      bad += bad(minute);
    }
    return new EventCounts(total - bad, total);
  }
}

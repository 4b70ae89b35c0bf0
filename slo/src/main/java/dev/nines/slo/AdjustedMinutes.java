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

  /** The sums over minutes that are there. */
  MinuteRing.Sums between(long from, long to);
}

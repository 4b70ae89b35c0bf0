/** From what a Prometheus answers, minute by minute, to counts of events. */
@NullMarked
package dev.nines.slo.metric;

import org.jspecify.annotations.NullMarked;

/** Spans of time and exact arithmetic on sets of them. Pure. */
@NullMarked
package dev.nines.slo.time;

import org.jspecify.annotations.NullMarked;

/** Uptime, time to detect, acknowledge and restore, and time between failures. Pure. */
@NullMarked
package dev.nines.slo.reliability;

import org.jspecify.annotations.NullMarked;

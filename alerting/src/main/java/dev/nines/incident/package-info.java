/** Outages of probes and the incident life cycle built on them. Pure. */
@NullMarked
package dev.nines.incident;

import org.jspecify.annotations.NullMarked;

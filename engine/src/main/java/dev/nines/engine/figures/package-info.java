/** Reliability figures of services: from what is stored to what {@code slo.reliability} counts. */
@NullMarked
package dev.nines.engine.figures;

import org.jspecify.annotations.NullMarked;

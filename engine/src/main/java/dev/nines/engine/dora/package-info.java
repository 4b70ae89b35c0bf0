/** DORA figures: from deployments, incidents and causes as stored to what {@code slo} counts. */
@NullMarked
package dev.nines.engine.dora;

import org.jspecify.annotations.NullMarked;

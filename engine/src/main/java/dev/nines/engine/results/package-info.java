/** Probe results on their way to PostgreSQL: batches, the spool, and the store. */
@NullMarked
package dev.nines.engine.results;

import org.jspecify.annotations.NullMarked;

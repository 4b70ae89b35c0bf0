/** Outages and incidents in PostgreSQL: kept with the results that made them, told by an outbox. */
@NullMarked
package dev.nines.engine.incidents;

import org.jspecify.annotations.NullMarked;

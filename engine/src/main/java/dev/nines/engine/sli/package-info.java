/** Exact SLI counts: hour rows of sixty minutes in PostgreSQL, rolling windows in memory. */
@NullMarked
package dev.nines.engine.sli;

import org.jspecify.annotations.NullMarked;

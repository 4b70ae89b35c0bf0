/** How {@code /metrics} is asked for and answered, and how long requests to Nines take. */
@NullMarked
package dev.nines.engine.exposition;

import org.jspecify.annotations.NullMarked;

/** What {@code /metrics} says, rendered from the engine's own snapshots at each scrape. */
@NullMarked
package dev.nines.engine.metrics;

import org.jspecify.annotations.NullMarked;

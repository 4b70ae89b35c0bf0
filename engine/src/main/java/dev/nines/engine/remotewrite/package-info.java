/**
 * Metrics on their way to a Prometheus that cannot scrape: rounds of samples by its remote write.
 */
@NullMarked
package dev.nines.engine.remotewrite;

import org.jspecify.annotations.NullMarked;

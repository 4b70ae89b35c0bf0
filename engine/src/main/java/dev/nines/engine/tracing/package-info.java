/** A trace of every probe run, by OpenTelemetry. */
@NullMarked
package dev.nines.engine.tracing;

import org.jspecify.annotations.NullMarked;

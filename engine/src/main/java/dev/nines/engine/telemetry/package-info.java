/** What Nines tells of itself by OpenTelemetry: where it is sent, and what of it is kept. */
@NullMarked
package dev.nines.engine.telemetry;

import org.jspecify.annotations.NullMarked;

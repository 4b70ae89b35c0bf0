/** Burn-rate alerts kept over restarts. */
@NullMarked
package dev.nines.engine.alerts;

import org.jspecify.annotations.NullMarked;

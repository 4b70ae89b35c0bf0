/** The gate over HTTP. */
@NullMarked
package dev.nines.engine.api.gate;

import org.jspecify.annotations.NullMarked;

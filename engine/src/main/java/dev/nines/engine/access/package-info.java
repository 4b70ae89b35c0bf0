/** Who asks, and what they may have done. */
@NullMarked
package dev.nines.engine.access;

import org.jspecify.annotations.NullMarked;

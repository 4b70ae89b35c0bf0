/** Brings declarations into one form without changing what they say. */
@NullMarked
package dev.nines.engine.declarations.format;

import org.jspecify.annotations.NullMarked;

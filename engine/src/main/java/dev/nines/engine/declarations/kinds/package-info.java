/** The kinds of nines.dev/v1. */
@NullMarked
package dev.nines.engine.declarations.kinds;

import org.jspecify.annotations.NullMarked;

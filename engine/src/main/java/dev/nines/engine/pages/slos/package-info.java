/** The page of an SLO. */
@NullMarked
package dev.nines.engine.pages.slos;

import org.jspecify.annotations.NullMarked;

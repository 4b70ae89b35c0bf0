/** The page of one probe: how it is, its last runs, and what its last failed runs saw. */
@NullMarked
package dev.nines.engine.pages.probes;

import org.jspecify.annotations.NullMarked;

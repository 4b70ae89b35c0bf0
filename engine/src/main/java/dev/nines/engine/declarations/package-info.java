/** Reads folders of YAML into a catalog, or says everything that is wrong with them. */
@NullMarked
package dev.nines.engine.declarations;

import org.jspecify.annotations.NullMarked;

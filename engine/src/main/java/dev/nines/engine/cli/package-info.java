/** The commands of {@code ./nines}. */
@NullMarked
package dev.nines.engine.cli;

import org.jspecify.annotations.NullMarked;

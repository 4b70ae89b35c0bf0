/** The service: wiring, configuration and the command line. */
@NullMarked
package dev.nines.engine;

import org.jspecify.annotations.NullMarked;

/** A shop to break and mend, and Nines watching it: {@code ./nines demo}. */
@NullMarked
package dev.nines.engine.demo;

import org.jspecify.annotations.NullMarked;

/** The one door for callers: a specification goes in, what the run saw comes out. */
@NullMarked
package dev.nines.probe.run;

import org.jspecify.annotations.NullMarked;

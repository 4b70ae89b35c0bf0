/** JSON bodies, and what a path finds in them. */
@NullMarked
package dev.nines.probe.json;

import org.jspecify.annotations.NullMarked;

/** Checks of JSON bodies in the Common Expression Language. */
@NullMarked
package dev.nines.probe.cel;

import org.jspecify.annotations.NullMarked;

/** One probe run over HTTP or TCP: what to ask, how long each phase took, and why it failed. */
@NullMarked
package dev.nines.probe;

import org.jspecify.annotations.NullMarked;

/**
 * The recorded minutes of SLOs, gone through again: their history, and what alerts there would have
 * been.
 */
@NullMarked
package dev.nines.engine.replay;

import org.jspecify.annotations.NullMarked;

/** Reads what is declared of silences, heartbeats and escalations. */
@NullMarked
package dev.nines.engine.declarations.telling;

import org.jspecify.annotations.NullMarked;

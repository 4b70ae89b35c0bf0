/** What everybody shows: one snapshot of all services and SLOs, made anew at every tick. */
@NullMarked
package dev.nines.engine.evaluation;

import org.jspecify.annotations.NullMarked;

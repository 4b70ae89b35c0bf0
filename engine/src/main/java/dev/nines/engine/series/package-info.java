/** What {@code /metrics} shows: every name with its type, unit, help and labels, in one place. */
@NullMarked
package dev.nines.engine.series;

import org.jspecify.annotations.NullMarked;

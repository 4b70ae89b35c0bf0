/** Readers of the kinds that say how error budgets count, and what follows from them. */
@NullMarked
package dev.nines.engine.declarations.budget;

import org.jspecify.annotations.NullMarked;

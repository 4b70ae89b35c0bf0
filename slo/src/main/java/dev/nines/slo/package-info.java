/**
 * What was promised and how much of it is left: SLIs, objectives, error budgets, burn rates. Pure.
 */
@NullMarked
package dev.nines.slo;

import org.jspecify.annotations.NullMarked;

/** Burn-rate alerts over error budgets. Pure. */
@NullMarked
package dev.nines.alerting;

import org.jspecify.annotations.NullMarked;

/** Transactions: several HTTP requests, each of which may use what an earlier one brought. */
@NullMarked
package dev.nines.probe.steps;

import org.jspecify.annotations.NullMarked;

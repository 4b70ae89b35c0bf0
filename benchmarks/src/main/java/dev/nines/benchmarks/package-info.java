/**
 * What does Nines cost, and does it keep its promises under load? Everything here looks at a real
 * Nines from outside: its process, its metrics and its database.
 */
@NullMarked
package dev.nines.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Budget arithmetic of one SLO, by JMH. */
@NullMarked
package dev.nines.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;

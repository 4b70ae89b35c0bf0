/** Nines' {@code /probe} beside blackbox_exporter's, under the same load on the same target. */
@NullMarked
package dev.nines.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;

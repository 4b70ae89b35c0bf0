/** Nines' {@code /probe} beside blackbox_exporter's own, on the same modules and targets. */
@NullMarked
package dev.nines.engine.blackbox;

import org.jspecify.annotations.NullMarked;

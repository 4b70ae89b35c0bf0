/** What blackbox_exporter answers at {@code /probe}: whoever asks names a target and a module. */
@NullMarked
package dev.nines.engine.blackbox;

import org.jspecify.annotations.NullMarked;

/** The language of blackbox_exporter's modules, with our additions to it. */
@NullMarked
package dev.nines.engine.declarations.blackbox;

import org.jspecify.annotations.NullMarked;

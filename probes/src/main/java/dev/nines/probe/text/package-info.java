/** Texts that are searched for as long as somebody waits for it. */
@NullMarked
package dev.nines.probe.text;

import org.jspecify.annotations.NullMarked;

/** Numbers, lengths of time and instants as people read them. */
@NullMarked
package dev.nines.engine.pages.text;

import org.jspecify.annotations.NullMarked;

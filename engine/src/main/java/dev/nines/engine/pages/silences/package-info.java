/** The page of silences, and the form that adds one. */
@NullMarked
package dev.nines.engine.pages.silences;

import org.jspecify.annotations.NullMarked;

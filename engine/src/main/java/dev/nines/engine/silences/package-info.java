/** What people are not told, and until when. */
@NullMarked
package dev.nines.engine.silences;

import org.jspecify.annotations.NullMarked;

/** What a failed run saw, cut to a size that can be kept of thousands of them. */
@NullMarked
package dev.nines.engine.evidence;

import org.jspecify.annotations.NullMarked;

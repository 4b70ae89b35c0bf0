/** What a calendar month was like for services, beside the month before. */
@NullMarked
package dev.nines.engine.monthly;

import org.jspecify.annotations.NullMarked;

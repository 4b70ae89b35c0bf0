/** What people have said of spans of time, declared or through the API, and what follows of it. */
@NullMarked
package dev.nines.engine.adjustments;

import org.jspecify.annotations.NullMarked;

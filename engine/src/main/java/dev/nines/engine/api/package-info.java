/** The JSON API under {@code /api/v1}. */
@NullMarked
package dev.nines.engine.api;

import org.jspecify.annotations.NullMarked;

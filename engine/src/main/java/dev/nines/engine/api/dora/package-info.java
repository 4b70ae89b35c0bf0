/** {@code /api/v1/dora}. */
@NullMarked
package dev.nines.engine.api.dora;

import org.jspecify.annotations.NullMarked;

/** {@code /api/v1/reliability} and that of one service. */
@NullMarked
package dev.nines.engine.api.reliability;

import org.jspecify.annotations.NullMarked;

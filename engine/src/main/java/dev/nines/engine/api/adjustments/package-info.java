/** The API of maintenance and corrections. */
@NullMarked
package dev.nines.engine.api.adjustments;

import org.jspecify.annotations.NullMarked;

/** Makes declarations out of what probes have been in another system. */
@NullMarked
package dev.nines.engine.importing;

import org.jspecify.annotations.NullMarked;

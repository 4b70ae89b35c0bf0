/** Is this engine itself cut off from the network while its probes fail? */
@NullMarked
package dev.nines.engine.selfcheck;

import org.jspecify.annotations.NullMarked;

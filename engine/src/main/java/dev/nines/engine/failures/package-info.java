/** What went wrong last: the failed runs that are kept, and the probes that are slow now. */
@NullMarked
package dev.nines.engine.failures;

import org.jspecify.annotations.NullMarked;

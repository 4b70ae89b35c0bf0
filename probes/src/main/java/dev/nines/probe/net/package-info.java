/**
 * What every run needs whatever its protocol: a deadline, phases, an address, a sentence for a
 * fault.
 */
@NullMarked
package dev.nines.probe.net;

import org.jspecify.annotations.NullMarked;

/** When may a signal open an incident: the quorum of locations, and what holds it back. Pure. */
@NullMarked
package dev.nines.incident.opening;

import org.jspecify.annotations.NullMarked;

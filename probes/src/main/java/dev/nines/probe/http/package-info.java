/** One HTTP run: hops, phases, redirects, the body, and the checks on them. */
@NullMarked
package dev.nines.probe.http;

import org.jspecify.annotations.NullMarked;

/** One TCP run: connect, TLS, a dialogue of lines. */
@NullMarked
package dev.nines.probe.tcp;

import org.jspecify.annotations.NullMarked;

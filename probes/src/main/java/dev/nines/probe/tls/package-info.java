/** TLS as a probe does it: whom to trust, which name to ask for, and what a handshake told. */
@NullMarked
package dev.nines.probe.tls;

import org.jspecify.annotations.NullMarked;

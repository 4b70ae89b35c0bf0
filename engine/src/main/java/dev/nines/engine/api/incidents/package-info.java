/** What people do to incidents over HTTP. */
@NullMarked
package dev.nines.engine.api.incidents;

import org.jspecify.annotations.NullMarked;

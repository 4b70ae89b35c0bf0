/** The API's notifications, silences and heartbeats. */
@NullMarked
package dev.nines.engine.api.telling;

import org.jspecify.annotations.NullMarked;

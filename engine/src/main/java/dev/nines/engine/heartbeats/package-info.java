/** Jobs that call when they are done, and what it means when they do not. */
@NullMarked
package dev.nines.engine.heartbeats;

import org.jspecify.annotations.NullMarked;

/** The I/O that tells people and machines about incidents. */
@NullMarked
package dev.nines.channel;

import org.jspecify.annotations.NullMarked;

/** Who is told: each receiver's own format, and what its answers mean. */
@NullMarked
package dev.nines.channel.receivers;

import org.jspecify.annotations.NullMarked;

/** What keeps a receiver from filling the memory, whatever it speaks. */
@NullMarked
package dev.nines.channel.net;

import org.jspecify.annotations.NullMarked;

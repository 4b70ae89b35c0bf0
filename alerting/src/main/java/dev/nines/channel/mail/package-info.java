/** Telling by mail. */
@NullMarked
package dev.nines.channel.mail;

import org.jspecify.annotations.NullMarked;

/** Posting by HTTP: one request, one answer, both bounded. */
@NullMarked
package dev.nines.channel.http;

import org.jspecify.annotations.NullMarked;

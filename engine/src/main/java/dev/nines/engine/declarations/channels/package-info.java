/** {@code kind: NotificationChannel}. */
@NullMarked
package dev.nines.engine.declarations.channels;

import org.jspecify.annotations.NullMarked;

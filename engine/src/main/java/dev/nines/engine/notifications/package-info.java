/** What is owed to channels, and how it gets there. */
@NullMarked
package dev.nines.engine.notifications;

import org.jspecify.annotations.NullMarked;

/** The page of what channels are owed and did not get. */
@NullMarked
package dev.nines.engine.pages.notifications;

import org.jspecify.annotations.NullMarked;

/** The list of incidents, the page of each, and the draft of its post-mortem. */
@NullMarked
package dev.nines.engine.pages.incidents;

import org.jspecify.annotations.NullMarked;

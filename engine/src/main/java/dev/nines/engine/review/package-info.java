/** What is known of one incident: for its page, the API, and the draft of its post-mortem. */
@NullMarked
package dev.nines.engine.review;

import org.jspecify.annotations.NullMarked;

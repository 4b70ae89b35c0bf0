/** When each probe runs: its grid, Quartz, the gates, and one run from start to result. */
@NullMarked
package dev.nines.engine.schedule;

import org.jspecify.annotations.NullMarked;

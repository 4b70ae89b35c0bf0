/** What has to be known of PromQL. */
@NullMarked
package dev.nines.engine.promql;

import org.jspecify.annotations.NullMarked;

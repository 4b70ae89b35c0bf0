/** SLOs as rules that Prometheus, Thanos or Mimir evaluate, with the names that Sloth gave them. */
@NullMarked
package dev.nines.engine.rules;

import org.jspecify.annotations.NullMarked;

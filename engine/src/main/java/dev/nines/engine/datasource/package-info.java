/** Reads SLIs from what speaks the API of Prometheus, minute by minute. */
@NullMarked
package dev.nines.engine.datasource;

import org.jspecify.annotations.NullMarked;

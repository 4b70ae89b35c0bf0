/** Deployments of the past, from files. */
@NullMarked
package dev.nines.engine.importing.deployments;

import org.jspecify.annotations.NullMarked;

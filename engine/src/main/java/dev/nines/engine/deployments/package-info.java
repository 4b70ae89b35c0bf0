/** Deployments as they come in, and which of them caused an incident. */
@NullMarked
package dev.nines.engine.deployments;

import org.jspecify.annotations.NullMarked;

/** Deployments over HTTP, and what they have caused. */
@NullMarked
package dev.nines.engine.api.deployments;

import org.jspecify.annotations.NullMarked;

/** What others tell of deployments by calling Nines: GitHub, GitLab, and who speaks CDEvents. */
@NullMarked
package dev.nines.engine.hooks.deployments;

import org.jspecify.annotations.NullMarked;

/** What other programs tell Nines of by calling it. */
@NullMarked
package dev.nines.engine.hooks;

import org.jspecify.annotations.NullMarked;

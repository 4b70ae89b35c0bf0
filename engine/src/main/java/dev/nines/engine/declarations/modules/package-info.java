/** What a whole module or probe asks, put together from the language of its prober. */
@NullMarked
package dev.nines.engine.declarations.modules;

import org.jspecify.annotations.NullMarked;

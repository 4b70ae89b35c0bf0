/** What is declared, with every reference resolved, whatever language it was written in. */
@NullMarked
package dev.nines.engine.catalog;

import org.jspecify.annotations.NullMarked;

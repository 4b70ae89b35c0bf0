/** What is to be told beside what incidents tell themselves, tick by tick. */
@NullMarked
package dev.nines.engine.telling;

import org.jspecify.annotations.NullMarked;

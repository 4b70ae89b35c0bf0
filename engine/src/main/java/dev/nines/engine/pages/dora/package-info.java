/** DORA figures for people: of all services, and of one on its own page. */
@NullMarked
package dev.nines.engine.pages.dora;

import org.jspecify.annotations.NullMarked;

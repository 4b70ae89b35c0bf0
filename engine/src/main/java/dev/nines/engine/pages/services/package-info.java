/** The page of a service. */
@NullMarked
package dev.nines.engine.pages.services;

import org.jspecify.annotations.NullMarked;

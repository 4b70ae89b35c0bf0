/** The gate on the page of a service, and the forms that override it. */
@NullMarked
package dev.nines.engine.pages.gate;

import org.jspecify.annotations.NullMarked;

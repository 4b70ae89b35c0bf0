/** The page by which a browser logs in. */
@NullMarked
package dev.nines.engine.pages.login;

import org.jspecify.annotations.NullMarked;

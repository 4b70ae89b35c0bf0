/** Who may ask what of the API and the pages, and the tokens by which they prove who they are. */
@NullMarked
package dev.nines.engine.api.access;

import org.jspecify.annotations.NullMarked;

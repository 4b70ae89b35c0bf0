/** The kinds of OpenSLO v1. */
@NullMarked
package dev.nines.engine.declarations.openslo;

import org.jspecify.annotations.NullMarked;

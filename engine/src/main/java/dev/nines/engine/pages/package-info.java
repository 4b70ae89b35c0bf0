/**
 * What people read in a browser: view models computed from a snapshot, templates that print them.
 */
@NullMarked
package dev.nines.engine.pages;

import org.jspecify.annotations.NullMarked;

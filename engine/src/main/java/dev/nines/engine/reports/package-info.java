/** What one run saw, for whoever asked for it: a person, a program, or {@code debug=true}. */
@NullMarked
package dev.nines.engine.reports;

import org.jspecify.annotations.NullMarked;

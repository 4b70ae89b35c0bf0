/** Words that log, commands and pages share. */
@NullMarked
package dev.nines.engine.text;

import org.jspecify.annotations.NullMarked;

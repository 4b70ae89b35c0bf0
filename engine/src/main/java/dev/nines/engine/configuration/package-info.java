/** {@code config.yml}: how one instance of Nines runs. */
@NullMarked
package dev.nines.engine.configuration;

import org.jspecify.annotations.NullMarked;

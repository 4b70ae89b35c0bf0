/** YAML nodes with their places, read strictly; the only user of the YAML parser. */
@NullMarked
package dev.nines.engine.declarations.yaml;

import org.jspecify.annotations.NullMarked;

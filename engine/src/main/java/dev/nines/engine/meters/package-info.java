/** What the JVM and Jetty say of themselves, through Micrometer. */
@NullMarked
package dev.nines.engine.meters;

import org.jspecify.annotations.NullMarked;

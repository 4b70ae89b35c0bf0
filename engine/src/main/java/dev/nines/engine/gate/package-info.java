/** May this service be deployed now? What holds a deployment, and what people say against it. */
@NullMarked
package dev.nines.engine.gate;

import org.jspecify.annotations.NullMarked;

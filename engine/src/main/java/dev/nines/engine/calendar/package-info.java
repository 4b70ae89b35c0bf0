/** When what people declare takes place: recurrence by RFC 5545, in local time. Pure. */
@NullMarked
package dev.nines.engine.calendar;

import org.jspecify.annotations.NullMarked;

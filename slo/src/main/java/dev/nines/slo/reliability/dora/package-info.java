/**
 * DORA's five figures of the same services: deployment frequency, change lead time, change fail
 * rate, failed deployment recovery time and rework rate. Pure.
 */
@NullMarked
package dev.nines.slo.reliability.dora;

import org.jspecify.annotations.NullMarked;

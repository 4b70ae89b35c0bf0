package dev.nines.engine.catalog;

import dev.nines.engine.calendar.Schedule;

/**
 * Time in which a service is not to be deployed.
 *
 * @param schedule when
 * @param reason why; empty where nobody says
 */
public record Freeze(Schedule schedule, String reason) {}

package dev.nines.engine.results;

import java.time.Instant;

/**
 * Which run: storing the same one twice counts once.
 *
 * @param probe the probe's name
 * @param location where it ran
 * @param scheduledAt when it was meant to run, on the probe's grid
 */
public record RunKey(String probe, String location, Instant scheduledAt) {}

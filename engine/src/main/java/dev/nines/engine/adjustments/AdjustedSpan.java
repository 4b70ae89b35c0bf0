package dev.nines.engine.adjustments;

import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.slo.time.Interval;
import java.util.Optional;

/**
 * A span in which an SLO's events count otherwise than as they were seen, and why.
 *
 * @param span from when to when; whole minutes around it are meant
 * @param counts how they count
 * @param kind {@code maintenance} or {@code correction}
 * @param name its name, or its number where it came through the API
 * @param reason why; empty where nobody says
 * @param by who said so; empty for what is declared without a name
 */
public record AdjustedSpan(
    Interval span, Counts counts, String kind, String name, String reason, Optional<String> by) {}

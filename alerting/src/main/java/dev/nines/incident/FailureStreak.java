package dev.nines.incident;

/**
 * Bad runs in a row that are no outage yet.
 *
 * @param failures how many, at least 1
 * @param opening how many open an outage, above {@code failures}
 * @param everGood whether a run before them was good; where not, nothing says that the probe was up
 */
public record FailureStreak(int failures, int opening, boolean everGood) {}

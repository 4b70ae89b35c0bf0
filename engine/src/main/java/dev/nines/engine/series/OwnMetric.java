package dev.nines.engine.series;

/** A metric that Nines fills itself, and no library does. */
public sealed interface OwnMetric extends DeclaredMetric permits Metric, PeerMetric {}

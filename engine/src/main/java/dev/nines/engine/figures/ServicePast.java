package dev.nines.engine.figures;

import dev.nines.slo.reliability.GoodRuns;
import dev.nines.slo.reliability.ServiceHistory;

/**
 * What is stored of a service's past in a span.
 *
 * @param service its name
 * @param history its outages, incidents, maintenance and unknown time
 * @param runs its runs that count
 */
public record ServicePast(String service, ServiceHistory history, GoodRuns runs) {}

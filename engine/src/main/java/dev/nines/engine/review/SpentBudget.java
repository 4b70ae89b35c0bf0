package dev.nines.engine.review;

import dev.nines.engine.replay.SloHistory.Spent;
import dev.nines.slo.Slo;

/**
 * What an incident spent of an error budget.
 *
 * @param slo whose
 * @param spent the objective, and how much
 */
public record SpentBudget(Slo slo, Spent spent) {}

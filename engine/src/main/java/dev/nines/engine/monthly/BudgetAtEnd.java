package dev.nines.engine.monthly;

import dev.nines.engine.replay.SloHistory.Point;
import dev.nines.slo.Objective;
import dev.nines.slo.Slo;

/**
 * An error budget as it stood at the end of a month, or at the present of one that is running.
 *
 * @param slo whose it is
 * @param objective of which objective
 * @param point what was in the budget window then
 */
public record BudgetAtEnd(Slo slo, Objective objective, Point point) {}

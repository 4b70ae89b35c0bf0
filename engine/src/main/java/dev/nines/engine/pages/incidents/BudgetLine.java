package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.review.SpentBudget;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * What an incident spent of an error budget.
 *
 * @param slo the SLO's name for people
 * @param link to its page
 * @param objective the objective
 * @param spent percent of the budget; empty where it is not known
 * @param time the same as time of outage
 * @param events bad events of those in the incident
 * @param from the first minute that counts
 * @param to the end of the last one
 * @param formula how it is computed
 * @param workings the same with its numbers
 */
public record BudgetLine(
    String slo,
    String link,
    String objective,
    String spent,
    String time,
    String events,
    Moment from,
    Moment to,
    String formula,
    String workings) {
  static BudgetLine of(SpentBudget budget, ZonedDateTime now) {
    var spent = budget.spent();
    var target = RatioText.exactly(spent.objective().target());
    var name = spent.objective().name();
    var objective =
        (target.equals(name + " %") ? target : name + ", " + target)
            + " over "
            + budget.slo().window().text();
    var from = Moment.of(spent.counted().from(), now);
    var to = Moment.of(spent.counted().to(), now);
    return spent
        .spend()
        .map(spend ->
            new BudgetLine(
                budget.slo().displayName(),
                "/slos/" + budget.slo().name(),
                objective,
                RatioText.share(spend.ratio()),
                DurationText.of(spend.time()),
                String.format(
                    Locale.ENGLISH,
                    "%,d bad of %,d",
                    spend.part().counts().bad(),
                    spend.part().counts().total()),
                from,
                to,
                spend.derivation().formula(),
                spend.derivation().workings()))
        .orElseGet(() ->
            new BudgetLine(
                budget.slo().displayName(),
                "/slos/" + budget.slo().name(),
                objective,
                "",
                "",
                "",
                from,
                to,
                "",
                ""));
  }
}

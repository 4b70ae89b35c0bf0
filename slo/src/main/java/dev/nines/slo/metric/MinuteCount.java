package dev.nines.slo.metric;

import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Question;
import java.util.List;

/**
 * How many events has a minute, by what was answered?
 *
 * @param counts the events; none where there is no data
 * @param carry goes on to the next minute
 */
public record MinuteCount(EventCounts counts, Carry carry) {
  /**
   * What is left over of the minutes before, so that rounding never adds up, and good events that
   * were scraped before the total knew of them are not lost.
   *
   * @param part of good or bad events, whichever is asked for
   * @param total of all events
   */
  public record Carry(double part, double total) {
    /** Nothing is left over. */
    public static final Carry NONE = new Carry(0, 0);
  }

  /** More than rounding alone can leave over, with the total's rounded down and the part's up. */
  private static final double ROUNDING = 2;

  /**
   * Counts a minute. More than 2,147,483,647 events a minute count as that many, at the same ratio.
   *
   * @param question what was asked
   * @param answers to each of its queries, in their order
   * @param minute counted from the Unix epoch
   * @param before left over of the minute before
   * @return its events
   */
  public static MinuteCount of(
      Question question, List<QueryAnswer> answers, long minute, Carry before) {
    return switch (question) {
      case Question.Ratio ratio ->
          ratio(answers.getFirst(), answers.getLast(), ratio, minute, before);
      case Question.Raw(_, var success) -> raw(answers.getFirst(), success, minute, before);
      case Question.Threshold threshold -> threshold(answers.getFirst(), threshold, minute, before);
    };
  }

  /** No series of the part means no such events, as of a label that no failure has had yet. */
  private static MinuteCount ratio(
      QueryAnswer parts, QueryAnswer totals, Question.Ratio ratio, long minute, Carry before) {
    var part = parts.sum(minute);
    var total = totals.sum(minute);
    if (totals.series(minute) == 0 && ratio.counter() && isCount(part)) {
      return none(untilTheTotalIsBack(totals, part, minute, before));
    }
    if (totals.series(minute) == 0 || !isCount(part) || !isCount(total)) {
      return none(before);
    }
    var dueTotal = before.total() + total;
    var duePart = before.part() + part;
    var allEvents = Math.max(0, Math.rint(dueTotal));
    var someEvents = Math.clamp(Math.rint(duePart), 0, allEvents);
    var owed = duePart - someEvents;
    var carry =
        new Carry(Math.min(owed, mostOwed(owed, part, allEvents, before)), dueTotal - allEvents);
    var scale = Math.min(1, Integer.MAX_VALUE / allEvents); // infinite where there are none
    var all = Math.round(allEvents * scale);
    var some = Math.round(someEvents * scale);
    var good = ratio.good().isPresent() ? some : all - some;
    return new MinuteCount(new EventCounts(good, all), carry);
  }

  /**
   * A total that was away comes back with its whole difference, so the part of that time belongs to
   * it; where it begins anew, nothing does.
   */
  private static Carry untilTheTotalIsBack(
      QueryAnswer totals, double part, long minute, Carry before) {
    var owed =
        totals.mayComeBack(minute) ? before.part() + part : Math.min(before.part(), ROUNDING);
    return new Carry(owed, before.total());
  }

  /**
   * A query that is wrong must not save up events, nor what is owed hide a later outage: never more
   * than one minute's events are owed, and of what is older half expires with each minute that has
   * events.
   */
  private static double mostOwed(double owed, double part, double allEvents, Carry before) {
    if (allEvents == 0) {
      return Math.max(ROUNDING, Math.max(part, before.part()));
    }
    var ofThisMinute = Math.clamp(part - allEvents, 0, Math.max(0, owed));
    var left = ofThisMinute + (owed - ofThisMinute) / 2;
    return Math.max(ROUNDING, Math.min(left, allEvents));
  }

  private static boolean isCount(double value) {
    return Double.isFinite(value) && value >= 0;
  }

  private static MinuteCount raw(QueryAnswer ratios, boolean success, long minute, Carry before) {
    var ratio = ratios.sum(minute);
    if (ratios.series(minute) != 1 || !(ratio >= 0 && ratio <= 1)) {
      return none(before);
    }
    var share = Math.round(ratio * Question.Raw.WEIGHT);
    var good = success ? share : Question.Raw.WEIGHT - share;
    return new MinuteCount(new EventCounts(good, Question.Raw.WEIGHT), before);
  }

  private static MinuteCount threshold(
      QueryAnswer values, Question.Threshold threshold, long minute, Carry before) {
    var value = values.sum(minute);
    if (values.series(minute) != 1 || Double.isNaN(value)) {
      return none(before);
    }
    var good = threshold.op().holds(value, threshold.value());
    return new MinuteCount(new EventCounts(good ? 1 : 0, 1), before);
  }

  private static MinuteCount none(Carry carry) {
    return new MinuteCount(EventCounts.NONE, carry);
  }
}

package dev.nines.slo.time;

import static dev.nines.slo.time.Instants.earlier;
import static dev.nines.slo.time.Instants.later;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of instants, as the fewest half-open intervals that make it up. Equal sets are equal
 * values.
 *
 * @param spans sorted, disjoint, not touching and not empty; the constructor accepts any intervals
 *     and brings them into this form
 */
public record Intervals(List<Interval> spans) {
  /** No instant at all. */
  public static final Intervals NONE = new Intervals(List.of());

  /** Sorts and joins the spans and drops empty ones. */
  public Intervals {
    spans = isFewest(spans) ? List.copyOf(spans) : joined(spans);
  }

  /**
   * Makes a set of the instants in any of the given spans.
   *
   * @param spans in any order; they may overlap
   * @return their union
   */
  public static Intervals of(Interval... spans) {
    return new Intervals(List.of(spans));
  }

  /**
   * Unites.
   *
   * @param other another set
   * @return the instants in either
   */
  public Intervals union(Intervals other) {
    var both = new ArrayList<>(spans);
    both.addAll(other.spans);
    return new Intervals(both);
  }

  /**
   * Intersects.
   *
   * @param other another set
   * @return the instants in both
   */
  public Intervals intersect(Intervals other) {
    var common = new ArrayList<Interval>();
    for (int i = 0, j = 0; i < spans.size() && j < other.spans.size(); ) {
      var a = spans.get(i);
      var b = other.spans.get(j);
      var from = later(a.from(), b.from());
      var to = earlier(a.to(), b.to());
      if (from.isBefore(to)) {
        common.add(new Interval(from, to));
      }
      if (a.to().isBefore(b.to())) {
        i++;
      } else {
        j++;
      }
    }
    return new Intervals(common);
  }

  /**
   * Subtracts.
   *
   * @param other another set
   * @return the instants in this set and not in the other
   */
  public Intervals subtract(Intervals other) {
    var rest = new ArrayList<Interval>();
    var next = 0; // the first span of the other set that may still reach into this one
    for (var span : spans) {
      var from = span.from();
      while (next < other.spans.size() && other.spans.get(next).from().isBefore(span.to())) {
        var hole = other.spans.get(next);
        if (from.isBefore(hole.from())) {
          rest.add(new Interval(from, hole.from()));
        }
        from = later(from, hole.to());
        if (hole.to().isAfter(span.to())) {
          break; // it may reach into our next span too
        }
        next++;
      }
      if (from.isBefore(span.to())) {
        rest.add(new Interval(from, span.to()));
      }
    }
    return new Intervals(rest);
  }

  /**
   * Cuts off what lies outside.
   *
   * @param bounds the span to keep to
   * @return the instants of this set that lie in {@code bounds}
   */
  public Intervals clip(Interval bounds) {
    return intersect(of(bounds));
  }

  /**
   * Asks for one instant.
   *
   * @param instant any instant
   * @return whether it is in the set
   */
  public boolean contains(Instant instant) {
    var low = 0;
    var high = spans.size() - 1;
    while (low <= high) {
      var middle = (low + high) >>> 1;
      var span = spans.get(middle);
      if (span.contains(instant)) {
        return true;
      }
      if (instant.isBefore(span.from())) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return false;
  }

  /** {@return the length of all spans together, at least zero} */
  public Duration length() {
    var sum = Duration.ZERO;
    for (var span : spans) {
      sum = sum.plus(span.length());
    }
    return sum;
  }

  /** {@return whether no instant lies in it} */
  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Nearly always so, as what comes of two such sets is one again. */
  private static boolean isFewest(List<Interval> spans) {
    for (var i = 0; i < spans.size(); i++) {
      if (spans.get(i).isEmpty()
          || (i > 0 && !spans.get(i - 1).to().isBefore(spans.get(i).from()))) {
        return false;
      }
    }
    return true;
  }

  private static List<Interval> joined(List<Interval> spans) {
    var sorted =
        spans.stream()
            .filter(span -> !span.isEmpty())
            .sorted(Comparator.comparing(Interval::from))
            .toList();
    var joined = new ArrayList<Interval>(sorted.size());
    for (var span : sorted) {
      if (!joined.isEmpty() && !joined.getLast().to().isBefore(span.from())) {
        var previous = joined.removeLast();
        joined.add(new Interval(previous.from(), later(previous.to(), span.to())));
      } else {
        joined.add(span);
      }
    }
    return List.copyOf(joined);
  }
}

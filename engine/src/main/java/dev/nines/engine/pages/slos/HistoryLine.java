package dev.nines.engine.pages.slos;

import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.replay.SloHistory;
import dev.nines.slo.ErrorBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The budget left over time, as a line to be drawn in a box of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param segments the coordinates of each unbroken part, as SVG writes them; time without a budget
 *     to speak of is a gap
 * @param zero where nothing is left
 * @param lowest the least that was left while a whole window was seen, or ever where none was
 */
public record HistoryLine(List<String> segments, String zero, String lowest) {
  static final int WIDTH = 720;
  static final int HEIGHT = 140;

  /** Below this the line runs along the bottom: how far overspent is told in words. */
  private static final double DEEPEST = -1;

  /** Copies the segments. */
  public HistoryLine {
    segments = List.copyOf(segments);
  }

  /**
   * Draws a line.
   *
   * @param points in order of time
   * @return the line; empty where no point has a budget
   */
  static Optional<HistoryLine> of(List<SloHistory.Point> points) {
    var left =
        points.stream()
            .map(point -> point.state().known().map(ErrorBudget::remainingRatio))
            .toList();
    var known = left.stream().flatMap(Optional::stream).mapToDouble(ratio -> ratio).min();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    var bottom = Math.max(DEEPEST, Math.min(0, known.getAsDouble()));
    var segments = new ArrayList<String>();
    var open = new StringBuilder();
    for (var i = 0; i < left.size(); i++) {
      if (left.get(i).isPresent()) {
        var x = (double) WIDTH * i / Math.max(1, left.size() - 1);
        open.append(point(x, y(left.get(i).get(), bottom))).append(' ');
      }
      if (!open.isEmpty() && (left.get(i).isEmpty() || i == left.size() - 1)) {
        var segment = open.toString().strip();
        segments.add(segment.contains(" ") ? segment : segment + " " + segment); // a dot
        open.setLength(0);
      }
    }
    return Optional.of(
        new HistoryLine(segments, number(y(0, bottom)), lowest(points, known.getAsDouble())));
  }

  /** A window of a few minutes is overspent by one failure. */
  private static String lowest(List<SloHistory.Point> points, double ever) {
    var whole =
        points.stream()
            .filter(point -> !point.partial())
            .flatMap(point -> point.state().known().stream())
            .mapToDouble(ErrorBudget::remainingRatio)
            .min();
    if (whole.isEmpty()) {
      return RatioText.share(ever) + " (of windows that are not seen whole yet)";
    }
    var partial = points.stream().anyMatch(p -> p.partial() && p.state().known().isPresent());
    return RatioText.share(whole.getAsDouble())
        + (partial ? " (without the time before a whole window was seen)" : "");
  }

  private static double y(double ratio, double bottom) {
    return HEIGHT * (1 - Math.clamp(ratio, bottom, 1)) / (1 - bottom);
  }

  private static String point(double x, double y) {
    return number(x) + "," + number(y);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

package dev.nines.engine.rules;

import dev.nines.engine.promql.Selector;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL query whose range is left open, as Sloth has it.
 *
 * @param template such as {@code sum(rate(http_requests_total[{{.window}}]))}
 */
record WindowedQuery(String template) {
  /** What stands for the range. */
  static final String WINDOW = "{{.window}}";

  private static final Pattern OPEN = Pattern.compile("\\{\\{-? *\\.window *-?}}");

  /**
   * Checks the template.
   *
   * @throws IllegalArgumentException if it has no open range, or another variable
   */
  WindowedQuery {
    template = template.strip();
    if (!isOpen(template)) {
      throw new IllegalArgumentException("no " + WINDOW + " in the query");
    }
    if (OPEN.matcher(template).replaceAll("").contains("{{")) {
      throw new IllegalArgumentException("another variable than " + WINDOW + " in the query");
    }
  }

  static boolean isOpen(String query) {
    return OPEN.matcher(query).find();
  }

  /**
   * A counter's growth in each second of a window.
   *
   * @param counter a selector, or {@code sum()} of one
   * @return the query; nothing where {@code counter} is anything else, as only a selector can be
   *     given a range
   */
  static Optional<WindowedQuery> rateOf(String counter) {
    return Selector.of(counter)
        .map(selector -> new WindowedQuery("sum(rate(" + selector + "[" + WINDOW + "]))"));
  }

  /**
   * What a query gives each minute, taken together over a window.
   *
   * @param function such as {@code sum_over_time}
   * @param eachMinute any query
   * @return the query
   */
  static WindowedQuery eachMinute(String function, String eachMinute) {
    return new WindowedQuery("%s((%s)[%s:1m])".formatted(function, eachMinute.strip(), WINDOW));
  }

  /**
   * Closes the range.
   *
   * @param window as Prometheus writes it
   * @return a query that Prometheus understands
   */
  String over(String window) {
    return OPEN.matcher(template).replaceAll(Matcher.quoteReplacement(window));
  }
}

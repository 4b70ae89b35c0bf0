package dev.nines.engine.promql;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be told of PromQL without parsing it: whether its brackets and quotes match, and which
 * functions and counters it names. Whether it means anything is for the Prometheus to say.
 */
public final class QueryText {
  private static final Map<Character, Character> CLOSERS = Map.of('(', ')', '[', ']', '{', '}');
  private static final Pattern RATE = Pattern.compile("\\b(rate|irate|increase)\\s*\\(");
  private static final Pattern OVER_TIME =
      Pattern.compile(
          "\\b(?:rate|irate|increase|i?delta|deriv|resets|changes|\\w+_over_time)\\s*\\(");
  private static final Pattern COUNTER =
      Pattern.compile("(?<![\\w:])[a-zA-Z_:][\\w:]*_(?:total|count|bucket|sum)(?![\\w:])");

  /** What labels there are says nothing of the metrics. */
  private static final Pattern LABELS =
      Pattern.compile(
          "\\{[^{}]*}|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^()]*\\)");

  private final String bare;
  private final Optional<String> fault;

  private QueryText(String bare, Optional<String> fault) {
    this.bare = bare;
    this.fault = fault;
  }

  /**
   * Looks at a query.
   *
   * @param query PromQL
   * @return what can be told of it
   */
  public static QueryText of(String query) {
    var open = new ArrayDeque<Integer>();
    var bare = new StringBuilder();
    for (var i = 0; i < query.length(); i++) {
      var c = query.charAt(i);
      switch (c) {
        case '"', '\'', '`' -> {
          var end = endOfString(query, i);
          if (end < 0) {
            return new QueryText(
                "", Optional.of("the %c at character %d is never closed".formatted(c, i + 1)));
          }
          i = end;
        }
        case '#' -> {
          var end = query.indexOf('\n', i);
          i = end < 0 ? query.length() : end;
          bare.append(' ');
        }
        case '(', '[', '{' -> {
          open.push(i);
          bare.append(c);
        }
        case ')', ']', '}' -> {
          bare.append(c);
          if (open.isEmpty()) {
            return new QueryText(
                "", Optional.of("the %c at character %d closes nothing".formatted(c, i + 1)));
          }
          var opener = open.pop();
          if (!Character.valueOf(c).equals(CLOSERS.get(query.charAt(opener)))) {
            return new QueryText(
                "",
                Optional.of(
                    "the %c at character %d is closed by the %c at character %d"
                        .formatted(query.charAt(opener), opener + 1, c, i + 1)));
          }
        }
        default -> bare.append(c);
      }
    }
    return new QueryText(
        bare.toString(),
        Optional.ofNullable(open.peek())
            .map(at ->
                "the %c at character %d is never closed".formatted(query.charAt(at), at + 1)));
  }

  /** Where a string ends; negative where it does not. */
  private static int endOfString(String query, int start) {
    var quote = query.charAt(start);
    for (var i = start + 1; i < query.length(); i++) {
      var c = query.charAt(i);
      if (c == quote) {
        return i;
      }
      if (c == '\\' && quote != '`') {
        i++;
      }
    }
    return -1;
  }

  /** {@return what is wrong with its brackets or quotes, for people} */
  public Optional<String> fault() {
    return fault;
  }

  /** {@return the first function it calls that makes a rate or an increase of a counter} */
  public Optional<String> rate() {
    var call = RATE.matcher(bare);
    return call.find() ? Optional.ofNullable(call.group(1)) : Optional.empty();
  }

  /**
   * Finds a counter that is read as it is, going by the names that Prometheus gives to counters.
   *
   * @return its name; nothing where a function looks at how it changes
   */
  public Optional<String> bareCounter() {
    if (OVER_TIME.matcher(bare).find()) {
      return Optional.empty();
    }
    var name = COUNTER.matcher(LABELS.matcher(bare).replaceAll(" "));
    return name.find() ? Optional.of(name.group()) : Optional.empty();
  }
}

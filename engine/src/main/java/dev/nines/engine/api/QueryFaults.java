package dev.nines.engine.api;

import dev.nines.engine.declarations.yaml.Shorthand;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.time.Interval;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and tells all that is wrong with them at once. Not thread-safe. */
public final class QueryFaults {
  private final List<String> faults = new ArrayList<>();

  /** Nothing is wrong yet. */
  public QueryFaults() {}

  /**
   * Reads a span that ends at the present at the latest.
   *
   * @param from the query's {@code from}
   * @param to the query's {@code to}
   * @param now the present
   * @param usual how long it is where nothing is said
   * @param longest how long it may be
   * @return the span; any where there is a fault
   */
  public Interval span(
      @Nullable String from, @Nullable String to, Instant now, Duration usual, Duration longest) {
    var end = instant("to", to, now);
    end = end.isAfter(now) ? now : end;
    var begin = instant("from", from, end.minus(usual));
    if (begin.isAfter(end)) {
      faults.add("from: not before to: " + begin);
    } else if (Duration.between(begin, end).compareTo(longest) > 0) {
      faults.add("from: more than %d days before to: %s".formatted(longest.toDays(), begin));
    } else {
      return new Interval(begin, end);
    }
    return new Interval(now, now);
  }

  private Instant instant(String name, @Nullable String text, Instant usual) {
    return instant(name, text).orElse(usual);
  }

  /**
   * Reads an instant.
   *
   * @param name the parameter's name
   * @param text what was given
   * @return the instant; empty where nothing was given, or there is a fault
   */
  public Optional<Instant> instant(String name, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      var instant = Instant.parse(text);
      if (!instant.isBefore(Instant.EPOCH)) {
        return Optional.of(instant);
      }
      faults.add(name + ": not from 1970 on: " + text);
    } catch (DateTimeException e) {
      faults.add(name + ": not an instant such as 2026-11-24T12:00:00Z: " + text);
    }
    return Optional.empty();
  }

  /**
   * Reads a whole number of at least 1.
   *
   * @param name the parameter's name
   * @param text what was given
   * @param usual what it is where nothing was given
   * @param most what it may be
   * @return the number; any where there is a fault
   */
  public int whole(String name, @Nullable String text, int usual, int most) {
    if (text == null) {
      return usual;
    }
    try {
      var number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    faults.add("%s: not a whole number in [1, %d]: %s".formatted(name, most, text));
    return usual;
  }

  /** A rolling window in OpenSLO's shorthand. */
  Optional<BudgetWindow> window(@Nullable String text, Duration longest) {
    if (text == null) {
      return Optional.empty();
    }
    var length = Shorthand.of(text).map(Shorthand::length);
    if (length.filter(l -> l.compareTo(longest) <= 0).isEmpty()) {
      faults.add(
          "window: not a duration such as 7d, of at most %dd: %s"
              .formatted(longest.toDays(), text));
      return Optional.empty();
    }
    return length.map(BudgetWindow.Rolling::new);
  }

  OptionalDouble target(@Nullable String text) {
    if (text == null) {
      return OptionalDouble.empty();
    }
    try {
      var target = Double.parseDouble(text);
      if (target > 0 && target < 1) {
        return OptionalDouble.of(target);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    faults.add("target: not a ratio in (0, 1) such as 0.9995: " + text);
    return OptionalDouble.empty();
  }

  /**
   * Names what means nothing, or stands there twice.
   *
   * @param uri what was asked
   * @param known the parameters that mean something
   * @return this
   */
  public QueryFaults of(UriInfo uri, String... known) {
    uri.getQueryParameters()
        .forEach((name, values) -> {
          if (!List.of(known).contains(name)) {
            faults.add(name + ": unknown" + Spelling.hint(name, List.of(known)));
          } else if (values.size() > 1) {
            faults.add(name + ": given " + values.size() + " times");
          }
        });
    return this;
  }

  void missing(String name) {
    fault(name, "missing");
  }

  /**
   * Notes a fault.
   *
   * @param name the parameter's name
   * @param message what was expected
   */
  public void fault(String name, String message) {
    faults.add(name + ": " + message);
  }

  /**
   * Answers 400 where anything was wrong.
   *
   * @throws jakarta.ws.rs.WebApplicationException with all that was wrong
   */
  public void check() {
    if (!faults.isEmpty()) {
      throw Problem.of(Response.Status.BAD_REQUEST, String.join("; ", faults));
    }
  }
}

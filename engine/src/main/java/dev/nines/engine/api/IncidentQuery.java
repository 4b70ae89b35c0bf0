package dev.nines.engine.api;

import static java.util.function.Predicate.not;

import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which incidents are asked for, by the API and by the page alike.
 *
 * @param filter which ones
 * @param limit how many at most
 */
public record IncidentQuery(IncidentTable.Filter filter, int limit) {
  private static final int MOST = 1_000;

  /**
   * Reads a query. What is empty, as a form sends it, is as what is missing.
   *
   * @param asked {@code state}, {@code service}, {@code severity}, {@code from} and {@code to} or
   *     {@code month}, {@code before}, {@code limit}
   * @param zone where a month begins
   * @param usual how many there are at most where nothing is said
   * @return the query
   * @throws jakarta.ws.rs.WebApplicationException 400, with all that is wrong
   */
  public static IncidentQuery of(UriInfo asked, ZoneId zone, int usual) {
    var given = asked.getQueryParameters();
    Function<String, Optional<String>> value =
        name ->
            Optional.ofNullable(given.getFirst(name))
                .map(String::strip)
                .filter(not(String::isEmpty));
    var faults =
        new QueryFaults()
            .of(asked, "state", "service", "severity", "from", "to", "month", "before", "limit");
    var from = value.apply("from").flatMap(text -> faults.instant("from", text));
    var to = value.apply("to").flatMap(text -> faults.instant("to", text));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      faults.fault("from", "not before to: " + from.get());
    }
    var month = value.apply("month").flatMap(text -> month(text, faults));
    if (value.apply("month").isPresent()
        && (value.apply("from").isPresent() || value.apply("to").isPresent())) {
      faults.fault("month", "not beside from and to");
    }
    var filter =
        new IncidentTable.Filter(
            value.apply("state").flatMap(text -> state(text, faults)),
            value.apply("service"),
            value.apply("severity").flatMap(text -> severity(text, faults)),
            month.map(first -> begin(first, zone)).or(() -> from),
            month.map(first -> begin(first.plusMonths(1), zone)).or(() -> to),
            faults.number("before", "an incident", value.apply("before").orElse(null)));
    var limit = faults.whole("limit", value.apply("limit").orElse(null), usual, MOST);
    faults.check();
    return new IncidentQuery(filter, limit);
  }

  private static Instant begin(YearMonth month, ZoneId zone) {
    return month.atDay(1).atStartOfDay(zone).toInstant();
  }

  private static Optional<YearMonth> month(String text, QueryFaults faults) {
    try {
      var month = YearMonth.parse(text);
      if (month.getYear() >= 1970 && month.getYear() <= 9998) {
        return Optional.of(month);
      }
    } catch (DateTimeException e) {
      // told below
    }
    faults.fault("month", "not a month such as 2026-11: " + text);
    return Optional.empty();
  }

  private static Optional<Incident.State> state(String text, QueryFaults faults) {
    return oneOf("state", text, Incident.State.values(), IncidentQuery::label, faults);
  }

  private static Optional<Severity> severity(String text, QueryFaults faults) {
    return oneOf("severity", text, Severity.values(), Severity::label, faults);
  }

  private static String label(Incident.State state) {
    return state.label();
  }

  private static <T> Optional<T> oneOf(
      String name, String text, T[] values, Function<T, String> label, QueryFaults faults) {
    var found = Arrays.stream(values).filter(value -> label.apply(value).equals(text)).findFirst();
    if (found.isEmpty()) {
      faults.fault(
          name,
          "not one of "
              + Arrays.stream(values).map(label).collect(Collectors.joining(", "))
              + ": "
              + text);
    }
    return found;
  }
}

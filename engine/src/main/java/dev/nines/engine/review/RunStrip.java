package dev.nines.engine.review;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What did a probe see at a location, before, in and after an incident? Time is cut into cells of
 * equal length, each of one run or more.
 *
 * @param probe the probe's name
 * @param location where it sees it from
 * @param span the whole time
 * @param cell the length of a cell
 * @param parts what was seen, in order of time; together they are the span
 */
public record RunStrip(
    String probe, String location, Interval span, Duration cell, List<Part> parts) {
  private static final int CELLS = 90;

  /** The run of the last cells may not be due yet, or on its way: that is not unknown. */
  private static final int NOT_STORED_YET = 2;

  /** Copies the parts. */
  public RunStrip {
    parts = List.copyOf(parts);
  }

  /** What was seen. */
  public enum State {
    /** Runs, all of them good. */
    GOOD,
    /** Runs, and one of them at least was bad. */
    BAD,
    /** No run is stored: nobody watched, or what was seen is kept no longer. */
    UNKNOWN;

    /** {@return the name in API and pages, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Neighbouring cells that are alike.
   *
   * @param state what was seen
   * @param from when the first cell begins
   * @param to when the last cell ends
   */
  public record Part(State state, Instant from, Instant to) {}

  /**
   * Reads the strips of a probe.
   *
   * @param handle the database
   * @param probe the probe's name
   * @param interval how often it runs; a cell is as long, or a multiple of it
   * @param impactStart where a cell begins, if it lies in the time
   * @param time the time; a cell more at its begin
   * @return one for each location that has runs in it
   */
  static List<RunStrip> read(
      Handle handle, String probe, Duration interval, Instant impactStart, Interval time) {
    var cell = cell(interval, time.length());
    var anchor = time.contains(impactStart) ? impactStart : time.from();
    var before = Math.ceilDiv(Duration.between(time.from(), anchor).toMillis(), cell.toMillis());
    var span = new Interval(anchor.minus(cell.multipliedBy(before)), time.to());
    var cells = Math.toIntExact(Math.ceilDiv(span.length().toMillis() + 1, cell.toMillis()));
    var states = new TreeMap<String, State[]>();
    handle
        .createQuery(
            """
            select l.name as location, bool_and(r.success) as good,
              floor(extract(epoch from r.scheduled_at - :from) * 1000 / :cell)::int as cell
            from result r join location l on l.id = r.location_id
            where r.probe_id = (select id from probe where name = :probe)
              and r.scheduled_at >= :from and r.scheduled_at < :to
            group by l.name, cell
            """)
        .bind("probe", probe)
        .bind("from", span.from())
        .bind("to", span.to())
        .bind("cell", cell.toMillis())
        .map((rs, _) -> {
          states
                  .computeIfAbsent(rs.getString("location"), _ -> new State[cells])[
                  rs.getInt("cell")] =
              rs.getBoolean("good") ? State.GOOD : State.BAD;
          return cells;
        })
        .forEach(_ -> {});
    return states.entrySet().stream()
        .map(entry -> strip(probe, entry.getKey(), span, cell, entry.getValue()))
        .toList();
  }

  private static RunStrip strip(
      String probe, String location, Interval span, Duration cell, State[] states) {
    var seen = states.length;
    while (seen > states.length - NOT_STORED_YET && states[seen - 1] == null) {
      seen--;
    }
    var end = span.from().plus(cell.multipliedBy(seen));
    var shown = new Interval(span.from(), end.isBefore(span.to()) ? end : span.to());
    return new RunStrip(
        probe, location, shown, cell, parts(Arrays.copyOf(states, seen), cell, shown));
  }

  private static Duration cell(Duration interval, Duration length) {
    var even = length.dividedBy(CELLS);
    return interval.multipliedBy(Math.max(1, Math.ceilDiv(even.toMillis(), interval.toMillis())));
  }

  private static List<Part> parts(State[] cells, Duration cell, Interval span) {
    var parts = new ArrayList<Part>();
    for (var i = 0; i < cells.length; i++) {
      var state = cells[i] == null ? State.UNKNOWN : cells[i];
      var from = span.from().plus(cell.multipliedBy(i));
      var end = from.plus(cell);
      var to = end.isAfter(span.to()) ? span.to() : end;
      if (!parts.isEmpty() && parts.getLast().state() == state) {
        parts.set(parts.size() - 1, new Part(state, parts.getLast().from(), to));
      } else {
        parts.add(new Part(state, from, to));
      }
    }
    return parts;
  }
}

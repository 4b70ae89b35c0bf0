package dev.nines.incident.opening;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When may a signal open an incident? At the first instant at which it is active, enough locations
 * see it, and nothing holds it back. That is read off the history, not off when it is asked, so
 * that an evaluation that was away decides as one that was present. Pure.
 *
 * @param active from when it was noticed to when its end was certain; to {@link #OPEN_END} while it
 *     lasts
 * @param votes how many locations see it down, where a quorum of them is declared
 * @param holds what holds it back
 * @param pending what may yet turn out to hold it back
 */
public record Admission(
    Interval active, Optional<Votes> votes, List<Hold> holds, Optional<Pending> pending) {
  /** The end of what lasts. */
  public static final Instant OPEN_END = Instant.parse("9999-12-31T00:00:00Z");

  /** Copies the holds. */
  public Admission {
    holds = List.copyOf(holds);
  }

  /**
   * Something that may yet turn out to hold it back, and then from before it may open on: opening
   * waits for that.
   *
   * @param why one clause for people
   * @param atMost for how long it is waited for
   */
  public record Pending(String why, Duration atMost) {}

  /**
   * What the locations say.
   *
   * @param quorum how many must see it
   * @param counts how many do, of {@link Quorum#count(List)}
   */
  public record Votes(Quorum quorum, List<Quorum.Count> counts) {
    /** Copies the counts. */
    public Votes {
      counts = List.copyOf(counts);
    }

    private String at(Instant instant) {
      return counts.stream()
          .filter(count -> count.span().contains(instant))
          .findFirst()
          .map(quorum::text)
          .orElse("no location knows");
    }
  }

  /**
   * Decides.
   *
   * @param now the present
   * @return whether it may; {@link Verdict.Admitted} and {@link Verdict.PassedOver} are the same at
   *     any later time
   */
  public Verdict at(Instant now) {
    var seen =
        votes
            .map(v -> Quorum.reached(v.counts()).clip(active))
            .orElseGet(() -> Intervals.of(active));
    // Clocks differ: one that was noticed is not of the future. And nothing lasts no time.
    var present = now.isBefore(active.from()) ? active.from() : now;
    var over = !active.to().isAfter(present);
    var free =
        seen.subtract(new Intervals(holds.stream().map(Hold::span).toList())).spans().stream()
            .map(Interval::from)
            .findFirst();
    if (free.filter(since -> !since.isAfter(present)).isPresent()) {
      return admitted(seen.spans().getFirst().from(), free.get(), present);
    }
    var why = seen.isEmpty() ? tooFew(over ? active.from() : present) : held(seen, present);
    return over ? new Verdict.PassedOver(why) : new Verdict.Held(why, free);
  }

  private Verdict admitted(Instant detected, Instant since, Instant now) {
    var waiting = pending.filter(p -> now.isBefore(since.plus(p.atMost())));
    if (waiting.isPresent()) {
      return new Verdict.Held(waiting.get().why(), Optional.empty());
    }
    var quorum = votes.map(v -> v.at(since)).orElse("");
    var held = since.isAfter(detected) ? heldBack(since) : "";
    var and = quorum.isEmpty() || held.isEmpty() ? "" : "; ";
    return new Verdict.Admitted(since, detected, quorum + and + held);
  }

  private String heldBack(Instant since) {
    return holds.stream()
        .filter(hold -> !hold.span().to().isAfter(since))
        .max(Comparator.comparing(hold -> hold.span().to()))
        .map(hold -> "held back until " + since + ": " + hold.why())
        .orElse("");
  }

  private String tooFew(Instant instant) {
    return votes.map(v -> v.at(instant)).orElse("");
  }

  /** What holds it now, else what did last. */
  private String held(Intervals seen, Instant now) {
    var touching =
        holds.stream()
            .filter(hold -> !seen.clip(hold.span()).isEmpty())
            .sorted(Comparator.comparing(hold -> hold.span().from()))
            .toList();
    return touching.stream()
        .filter(hold -> hold.span().contains(now))
        .findFirst()
        .or(() -> touching.stream().reduce((_, last) -> last))
        .map(Hold::why)
        .orElse("");
  }

  /**
   * When does harm begin to count? Time in maintenance is neither up nor down, so there it does
   * not.
   *
   * @param harm from its first moment to its end, or {@link #OPEN_END}
   * @param maintenance when nothing is asked
   * @return its first moment outside of maintenance; its first where there is none
   */
  public static Instant countedFrom(Interval harm, Intervals maintenance) {
    return Intervals.of(harm).subtract(maintenance).spans().stream()
        .map(Interval::from)
        .findFirst()
        .orElse(harm.from());
  }
}

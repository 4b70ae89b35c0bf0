package dev.nines.incident.opening;

import java.time.Instant;
import java.util.Optional;

/** May a signal open an incident? */
public sealed interface Verdict {
  /**
   * It may, also where it has ended since.
   *
   * @param since from when on
   * @param detected when the open rule was satisfied, whatever held it back then
   * @param why what let it, for the timeline; empty where that needs no saying
   */
  record Admitted(Instant since, Instant detected, String why) implements Verdict {}

  /**
   * Not yet.
   *
   * @param why one clause for people
   * @param until when it may, should it last; empty where nobody can say
   */
  record Held(String why, Optional<Instant> until) implements Verdict {}

  /**
   * Never: it ended before anything let it.
   *
   * @param why one clause for people
   */
  record PassedOver(String why) implements Verdict {}
}

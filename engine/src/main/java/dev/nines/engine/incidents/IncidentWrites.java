package dev.nines.engine.incidents;

import dev.nines.engine.database.FailureLine;
import dev.nines.engine.database.Refusal;
import dev.nines.engine.incidents.Leads.Lead;
import dev.nines.incident.Incident;
import dev.nines.incident.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what incidents become, each with its timeline and its notifications, or not at all. A
 * thousand services may fail in the same minute, so several share a transaction.
 */
final class IncidentWrites {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentWrites.class);

  /** Few enough that one that is refused makes little be done again. */
  private static final int TOGETHER = 20;

  private final Jdbi jdbi;
  private final IncidentSpans spans;

  /** What could not be done when it last was to be. */
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();

  /**
   * What is to be committed.
   *
   * @param transition what an incident becomes
   * @param leads the signals of its service
   */
  record Move(Transition transition, List<Lead> leads) {
    String service() {
      return transition.after().service();
    }
  }

  IncidentWrites(Jdbi jdbi, IncidentSpans spans) {
    this.jdbi = jdbi;
    this.spans = spans;
  }

  /**
   * Commits what nobody else was faster with.
   *
   * @return whether anything was committed
   */
  boolean commit(IncidentTelling telling, List<Move> moves) {
    // Where much happened to a service while nobody looked, its moves follow from each other.
    var ofService =
        moves.stream()
            .collect(Collectors.groupingBy(Move::service, TreeMap::new, Collectors.toList()));
    var histories = ofService.values().stream().filter(own -> own.size() > 1).toList();
    // All instances in the same order, so that none waits for another that waits for it; what is
    // opened first, since that goes together.
    var sorted =
        ofService.values().stream()
            .filter(own -> own.size() == 1)
            .map(List::getFirst)
            .sorted(Comparator.comparing(move -> move.transition.before().isPresent()))
            .toList();
    var changed = false;
    for (var from = 0; from < sorted.size(); from += TOGETHER) {
      var began = System.nanoTime();
      var some = sorted.subList(from, Math.min(from + TOGETHER, sorted.size()));
      changed |= (some.size() > 1 && together(telling, some)) || oneByOne(telling, some);
      if (from + TOGETHER < sorted.size()) {
        rest(began);
      }
    }
    for (var own : histories) {
      var began = System.nanoTime();
      changed |= oneByOne(telling, own);
      rest(began);
    }
    return changed;
  }

  /** Probing goes on meanwhile: it has the machine for half of the time. */
  private static void rest(long began) {
    LockSupport.parkNanos(System.nanoTime() - began);
  }

  /** All of them, or nothing where somebody else was faster with one, or one is refused. */
  private boolean together(IncidentTelling telling, List<Move> moves) {
    try {
      return inTransaction(telling, moves);
    } catch (RuntimeException e) {
      if (!Refusal.is(e)) {
        throw e;
      }
      return false;
    }
  }

  private boolean oneByOne(IncidentTelling telling, List<Move> moves) {
    var changed = false;
    for (var move : moves) {
      changed |=
          alone(
              "storing the incident of service " + move.service(),
              () -> inTransaction(telling, List.of(move)));
    }
    return changed;
  }

  private boolean inTransaction(IncidentTelling telling, List<Move> moves) {
    return jdbi.inTransaction(handle -> {
      var all = commit(handle, telling, moves);
      if (!all) {
        handle.rollback();
      }
      return all;
    });
  }

  /**
   * Does something for one service: what is wrong with it must not keep the others from being
   * looked after.
   *
   * @param what what it does, for the log
   * @return what the step returns; false where it is refused for good
   */
  boolean alone(String what, BooleanSupplier step) {
    try {
      var changed = step.getAsBoolean();
      stuck.remove(what);
      return changed;
    } catch (RuntimeException e) {
      if (!Refusal.is(e)) {
        throw e;
      }
      if (stuck.add(what)) { // once, not at every tick
        LOG.error("{} failed, the other services are looked after: {}", what, FailureLine.of(e));
      }
      return false;
    }
  }

  /**
   * Commits them within a transaction, which is to be rolled back where the answer is no: somebody
   * else was faster, maybe to make an incident of the same signals that is resolved by now.
   *
   * @return whether they are written
   */
  boolean commit(Handle handle, IncidentTelling telling, List<Move> moves) {
    var written = IncidentTable.commit(handle, moves.stream().map(Move::transition).toList());
    if (written.isEmpty()) {
      return false;
    }
    var done = new ArrayList<Transition>();
    var rows = new ArrayList<SignalRow.Of>();
    for (var i = 0; i < moves.size(); i++) {
      var move = moves.get(i);
      var incident = written.get().get(i);
      done.add(new Transition(move.transition.before(), incident, move.transition.steps()));
      rows.addAll(rows(incident, move.leads));
    }
    if (!SignalRow.attach(handle, rows)) {
      return false;
    }
    telling.tell(handle, done);
    done.forEach(transition -> spans.afterCommit(handle, transition));
    return true;
  }

  private static List<SignalRow.Of> rows(Incident incident, List<Lead> leads) {
    var keys = new HashSet<String>();
    incident.signals().forEach(signal -> keys.add(signal.key()));
    return leads.stream()
        .filter(lead -> keys.contains(lead.signal().key()))
        .map(lead -> new SignalRow.Of(incident.id(), lead.row()))
        .toList();
  }
}

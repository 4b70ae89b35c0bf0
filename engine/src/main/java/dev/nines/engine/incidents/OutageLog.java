package dev.nines.engine.incidents;

import dev.nines.engine.results.BatchParticipant;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultReader;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Outage;
import dev.nines.incident.OutageChange;
import dev.nines.incident.OutageRule;
import dev.nines.incident.OutageTracker;
import dev.nines.incident.OutageTracker.Resumed;
import dev.nines.incident.OutageTracker.State;
import dev.nines.incident.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Folds results into outages in the transaction that stores them, so that the table of outages is
 * always what the stored results make of the open/close rule, also after a kill.
 */
public final class OutageLog implements BatchParticipant {
  private final NameIds ids;
  private final Function<String, Optional<OutageRule>> rules;
  private final Map<ProbeAt, OutageTracker> trackers = new ConcurrentHashMap<>();

  private record ProbeAt(String probe, String location) {}

  /**
   * Keeps outages.
   *
   * @param ids the names' numbers
   * @param rules the rule of each declared probe, by its name
   */
  public OutageLog(NameIds ids, Function<String, Optional<OutageRule>> rules) {
    this.ids = ids;
    this.rules = rules;
  }

  /**
   * Stands up again from what is stored. The caller sees to it that no batch is stored meanwhile.
   *
   * @param handle the database
   * @param location this instance's location
   * @param declared the declared probes and their rules
   */
  public void resume(Handle handle, String location, Map<String, OutageRule> declared) {
    var longest =
        declared.values().stream().mapToInt(rule -> rule.failures() + rule.recoveries()).max();
    var runs = new HashMap<String, List<Run>>();
    ResultReader.latestOfEach(
        handle,
        location,
        longest.orElse(0),
        result ->
            runs.computeIfAbsent(result.key().probe(), _ -> new ArrayList<>()).add(run(result)));
    var last = OutageTable.lastOfEach(handle, location);
    trackers.clear();
    declared.forEach((probe, rule) -> {
      var resumed =
          OutageTracker.resume(
              rule, Optional.ofNullable(last.get(probe)), runs.getOrDefault(probe, List.of()));
      // A changed rule may see in the old runs what the old rule did not; it holds from now on.
      trackers.put(new ProbeAt(probe, location), resumed.tracker());
      reconcile(handle, probe, location, Optional.ofNullable(last.get(probe)), resumed);
    });
  }

  /**
   * A rule that was changed may see in the last runs what the old one did not. What holds now must
   * stand in the table; what came and went by the new rule is not made up afterwards.
   */
  private void reconcile(
      Handle handle, String probe, String location, Optional<Outage> last, Resumed resumed) {
    var openInTable = last.isPresent() && last.get().restoredAt().isEmpty();
    var down =
        switch (resumed.tracker().state()) {
          case State.Up _, State.Failing _ -> false;
          case State.Down _, State.Recovering _ -> true;
        };
    if (down != openInTable && !resumed.missed().isEmpty()) {
      write(handle, probe, location, resumed.missed().getLast());
    }
  }

  /**
   * Asks for the bad runs in a row that are no outage yet.
   *
   * @param probe its name
   * @param location where it runs
   * @return the streak; empty where there is none
   */
  public Optional<FailureStreak> streak(String probe, String location) {
    return Optional.ofNullable(trackers.get(new ProbeAt(probe, location)))
        .flatMap(OutageTracker::streak);
  }

  @Override
  public Runnable store(Handle handle, List<ProbeResult> inserted) {
    var changed = new HashMap<ProbeAt, OutageTracker>();
    for (var result : inserted) {
      var at = new ProbeAt(result.key().probe(), result.key().location());
      var rule = rules.apply(at.probe());
      if (rule.isPresent()) {
        var before = changed.getOrDefault(at, trackers.get(at));
        var folded = (before == null ? OutageTracker.start(rule.get()) : before).fold(run(result));
        changed.put(at, folded.tracker());
        folded.change().ifPresent(change -> write(handle, at.probe(), at.location(), change));
      }
    }
    return () -> trackers.putAll(changed);
  }

  private void write(Handle handle, String probeName, String locationName, OutageChange change) {
    var probe = ids.probe(probeName);
    var location = ids.location(locationName);
    switch (change) {
      case OutageChange.Opened opened -> OutageTable.open(handle, probe, location, opened);
      case OutageChange.Closed closed -> OutageTable.close(handle, probe, location, closed);
    }
  }

  private static Run run(ProbeResult result) {
    return new Run(
        result.key().scheduledAt(),
        result.finishedAt(),
        result
            .failure()
            .map(failure ->
                new Run.Failure(
                    failure.phase().label(),
                    failure.reason().label(),
                    failure.detail(),
                    result.traceId())));
  }
}

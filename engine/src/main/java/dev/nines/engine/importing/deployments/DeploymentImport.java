package dev.nines.engine.importing.deployments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.api.deployments.DeploymentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.deployments.DeploymentDesk.Taken;
import dev.nines.engine.deployments.DeploymentReport;
import dev.nines.engine.importing.deployments.DeploymentFile.LineFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes in the deployments of a file: all of them, or none where one is at fault. The same file
 * again changes nothing.
 *
 * @param jdbi the database
 * @param catalog what is declared
 * @param desk takes them in
 */
public record DeploymentImport(Jdbi jdbi, Catalog catalog, DeploymentDesk desk) {

  /**
   * What became of a file.
   *
   * @param added how many are new
   * @param changed of how many more is known now
   * @param known how many were known
   * @param faults what is wrong; nothing was stored where anything is
   */
  public record Outcome(int added, int changed, int known, List<LineFault> faults) {
    /** Copies the faults. */
    public Outcome {
      faults = List.copyOf(faults);
    }
  }

  private record Checked(int line, DeploymentReport report, Optional<Long> causeOf) {}

  /**
   * Takes in a file.
   *
   * @param file what stands in it
   * @param name what it is called
   * @param actor who wants it
   * @param now the present
   * @param dryRun whether nothing is to be stored
   * @return what became of it
   */
  public Outcome run(DeploymentFile file, String name, Actor actor, Instant now, boolean dryRun) {
    var faults = new ArrayList<>(file.faults());
    var all = new ArrayList<Checked>();
    for (var line : file.lines()) {
      var read = DeploymentBody.read(SentBody.of(line.object()), catalog, actor.name(), now);
      read.faults()
          .forEach(
              fault -> faults.add(new LineFault(line.number(), fault.field(), fault.message())));
      read.report()
          .ifPresent(report -> all.add(new Checked(line.number(), report, read.causeOf())));
    }
    if (!faults.isEmpty()) {
      faults.sort(Comparator.comparingInt(LineFault::line));
      return new Outcome(0, 0, 0, faults);
    }
    return jdbi.inTransaction(handle -> {
      var outcome = store(handle, all, actor);
      if (dryRun || !outcome.faults().isEmpty()) {
        handle.rollback();
      } else {
        audit(handle, name, outcome, actor);
      }
      return outcome;
    });
  }

  private Outcome store(Handle handle, List<Checked> all, Actor actor) {
    var faults = new ArrayList<LineFault>();
    var added = 0;
    var changed = 0;
    for (var one : all) {
      switch (desk.take(handle, one.report(), one.causeOf(), actor)) {
        case Taken.Added _ -> added++;
        case Taken.Changed _ -> changed++;
        case Taken.Same _ -> {}
        case Taken.Conflicting(var conflicts) ->
            conflicts.forEach(
                fault -> faults.add(new LineFault(one.line(), fault.field(), fault.message())));
      }
    }
    return new Outcome(added, changed, all.size() - added - changed, faults);
  }

  /** One row for all: who wants to know more finds them by their source. */
  private static void audit(Handle handle, String name, Outcome outcome, Actor actor) {
    if (outcome.added() + outcome.changed() > 0) {
      Audit.record(
          handle,
          actor,
          "deployment.import",
          name,
          Map.of("added", outcome.added(), "changed", outcome.changed()));
    }
  }
}

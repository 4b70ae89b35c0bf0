package dev.nines.engine.results;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps something that must change in the same transaction as the results it is made from. */
public interface BatchParticipant {
  /**
   * Writes what follows from results that were really inserted.
   *
   * @param handle the transaction
   * @param inserted the new results, ordered by probe and scheduled time; none was stored before
   * @return what to do in memory once the transaction is committed; not run when it is not
   */
  Runnable store(Handle handle, List<ProbeResult> inserted);
}

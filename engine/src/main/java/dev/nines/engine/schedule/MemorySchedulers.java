package dev.nines.engine.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.simpl.RAMJobStore;

/** Quartz schedulers that keep their triggers in memory and run each firing on its own thread. */
final class MemorySchedulers {
  private MemorySchedulers() {}

  /**
   * Makes a scheduler that is not started yet.
   *
   * @param name what it fires
   * @param misfire how late a firing is still handed over
   * @param grace longest wait for firings under way when it is shut down
   * @param threads makes the thread of a firing
   */
  static Scheduler create(String name, Duration misfire, Duration grace, ThreadFactory threads)
      throws SchedulerException {
    var unique = name + "-" + UUID.randomUUID(); // Quartz keeps one list for the whole JVM
    var store = new RAMJobStore();
    store.setMisfireThreshold(misfire.toMillis());
    var factory = DirectSchedulerFactory.getInstance();
    factory.createScheduler(
        unique,
        unique,
        new ThreadPerFiring(grace, threads),
        new DefaultThreadExecutor(),
        store,
        Map.of(),
        null,
        0,
        -1,
        -1,
        false,
        null,
        ThreadPerFiring.BATCH,
        0L);
    return factory.getScheduler(unique);
  }
}

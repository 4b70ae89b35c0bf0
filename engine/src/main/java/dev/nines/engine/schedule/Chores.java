package dev.nines.engine.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's own recurring work: evaluation, housekeeping, reloading. A chore never overlaps
 * itself, and one that fails is tried again at its next time. Each is done on a thread of the
 * operating system, which takes turns: a virtual one keeps its processor for as long as it
 * computes, and the runs of probes would wait for it.
 */
public final class Chores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Scheduler quartz;
  private final Map<String, Runnable> chores = new ConcurrentHashMap<>();

  /** Starts with no chores. */
  public Chores() {
    try {
      var threads = Thread.ofPlatform().daemon().name("chore-", 0).factory();
      quartz = MemorySchedulers.create("chores", Duration.ofSeconds(5), GRACE, threads);
      quartz.setJobFactory((_, _) -> new Chore());
      quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /** Quartz keeps two of one kind apart by this class's annotation. */
  @DisallowConcurrentExecution
  private final class Chore implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      var name = context.getJobDetail().getKey().getName();
      try {
        var chore = chores.get(name);
        if (chore != null) {
          chore.run();
        }
      } catch (RuntimeException e) { // whatever it is, the next time comes
        LOG.error("chore {} failed", name, e);
      }
    }
  }

  /**
   * Takes on a chore; it is done at once for the first time.
   *
   * @param name its name, for logs
   * @param interval from one time to the next
   * @param chore what to do
   */
  public void every(String name, Duration interval, Runnable chore) {
    chores.put(name, chore);
    try {
      quartz.scheduleJob(
          JobBuilder.newJob(Chore.class).withIdentity(name).build(),
          TriggerBuilder.newTrigger()
              .withIdentity(name)
              .withSchedule(
                  SimpleScheduleBuilder.simpleSchedule()
                      .withIntervalInMilliseconds(interval.toMillis())
                      .repeatForever()
                      .withMisfireHandlingInstructionNextWithRemainingCount())
              .build());
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not take a chore", e);
    }
  }

  /** Stops, and waits a little for what is being done. */
  @Override
  public void close() {
    try {
      quartz.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not stop", e);
    }
  }
}

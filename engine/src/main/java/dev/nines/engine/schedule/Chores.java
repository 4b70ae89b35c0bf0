package dev.nines.engine.schedule;

import io.micrometer.core.instrument.MeterRegistry;
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

  private final QuartzMeters meters = new QuartzMeters("chores");
  private final Scheduler quartz;
  private final Map<String, Runnable> chores = new ConcurrentHashMap<>();
  private final Map<String, Done> done = new ConcurrentHashMap<>();

  /**
   * What was done of a chore.
   *
   * @param times how often it was done
   * @param took how long that took altogether
   * @param failed how often it ended with a fault
   */
  public record Done(long times, Duration took, long failed) {
    private static final Done NOTHING = new Done(0, Duration.ZERO, 0);

    private Done plus(Duration length, boolean well) {
      return new Done(times + 1, took.plus(length), well ? failed : failed + 1);
    }
  }

  /** Starts with no chores. */
  public Chores() {
    try {
      var threads = Thread.ofPlatform().daemon().name("chore-", 0).factory();
      quartz = MemorySchedulers.create("chores", Duration.ofSeconds(5), GRACE, threads);
      quartz.getListenerManager().addTriggerListener(meters);
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
      var began = System.nanoTime();
      var well = false;
      try {
        var chore = chores.get(name);
        if (chore != null) {
          chore.run();
        }
        well = true;
      } catch (RuntimeException e) { // whatever it is, the next time comes
        LOG.error("chore {} failed", name, e);
      } finally {
        var took = Duration.ofNanos(System.nanoTime() - began);
        var ended = well;
        done.compute(
            name, (_, before) -> (before == null ? Done.NOTHING : before).plus(took, ended));
      }
    }
  }

  /** {@return what was done of each chore by now, by its name} */
  public Map<String, Done> done() {
    return Map.copyOf(done);
  }

  /**
   * Measures the firings.
   *
   * @param registry where to
   */
  public void bindTo(MeterRegistry registry) {
    meters.bindTo(registry);
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

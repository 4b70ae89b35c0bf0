package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/**
 * Fires every probe on its grid: one Quartz trigger a probe, in memory, because every instance
 * knows the grid by itself. Not thread-safe, but for the firings.
 */
public final class ProbeScheduler implements AutoCloseable {
  private static final JobKey JOB = JobKey.jobKey("probe");

  /** Longest wait for runs under way when stopping. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Firings this late are still handed over, so that the runner counts them. */
  private static final Duration MISFIRE = Duration.ofMinutes(1);

  private final QuartzMeters meters = new QuartzMeters("probes");
  private final Scheduler quartz;
  private final InstantSource clock;
  private volatile Map<String, ProbeDeclaration> probes = Map.of();

  /**
   * Makes a scheduler that fires nothing until it is given probes and started.
   *
   * @param runner makes the runs
   * @param clock the wall clock that Quartz goes by
   */
  public ProbeScheduler(ProbeRunner runner, InstantSource clock) {
    this.clock = clock;
    try {
      var threads = Thread.ofVirtual().name("run-", 0).factory();
      quartz = MemorySchedulers.create("probes", MISFIRE, GRACE, threads);
      quartz.getListenerManager().addTriggerListener(meters);
      quartz.setJobFactory((_, _) -> context -> fire(runner, context));
      quartz.addJob(JobBuilder.newJob(Firing.class).withIdentity(JOB).storeDurably().build(), true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /** Names the job to Quartz; the work is done by the job factory's own. */
  private static final class Firing implements org.quartz.Job {
    @Override
    public void execute(JobExecutionContext context) {
      throw new IllegalStateException("not made by the job factory");
    }
  }

  private void fire(ProbeRunner runner, JobExecutionContext context) {
    var probe = probes.get(context.getTrigger().getKey().getName());
    if (probe != null) { // else removed while it fired
      runner.run(probe, context.getScheduledFireTime().toInstant());
    }
  }

  /**
   * Measures the firings.
   *
   * @param registry where to
   */
  public void bindTo(MeterRegistry registry) {
    meters.bindTo(registry);
  }

  /** Begins to fire. */
  public void start() {
    try {
      quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not start", e);
    }
  }

  /**
   * Takes over a new set of probes; a probe whose interval is unchanged keeps its trigger.
   *
   * @param declared all the probes that this instance runs from now on
   */
  public void schedule(Collection<ProbeDeclaration> declared) {
    var before = probes;
    var after = new HashMap<String, ProbeDeclaration>();
    declared.forEach(probe -> after.put(probe.name(), probe));
    probes = Map.copyOf(after);
    try {
      for (var gone : before.keySet()) {
        if (!after.containsKey(gone)) {
          quartz.unscheduleJob(TriggerKey.triggerKey(gone));
        }
      }
      for (var probe : declared) {
        var old = before.get(probe.name());
        if (old == null) {
          quartz.scheduleJob(trigger(probe));
        } else if (!old.interval().equals(probe.interval())) {
          quartz.rescheduleJob(TriggerKey.triggerKey(probe.name()), trigger(probe));
        }
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not take a probe", e);
    }
  }

  /** Puts every probe back on its grid; owed after a step of the wall clock. */
  public void realign() {
    try {
      for (var probe : probes.values()) {
        quartz.rescheduleJob(TriggerKey.triggerKey(probe.name()), trigger(probe));
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not take a probe", e);
    }
  }

  private Trigger trigger(ProbeDeclaration probe) {
    var grid = RunGrid.of(probe.name(), probe.interval());
    return TriggerBuilder.newTrigger()
        .withIdentity(probe.name())
        .forJob(JOB)
        .startAt(Date.from(grid.atOrAfter(clock.instant().plusMillis(1))))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(grid.intervalMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }

  /** Stops firing and waits a little for the runs under way. */
  @Override
  public void close() {
    try {
      quartz.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz does not stop", e);
    }
  }
}

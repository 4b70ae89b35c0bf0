package dev.nines.engine.schedule;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.listeners.TriggerListenerSupport;

/** How often did a scheduler fire, and how often was it too late to? Thread-safe. */
final class QuartzMeters extends TriggerListenerSupport {
  private final String scheduler;
  private final LongAdder fired = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder misfired = new LongAdder();

  QuartzMeters(String scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public String getName() {
    return "meters";
  }

  @Override
  public void triggerFired(Trigger trigger, JobExecutionContext context) {
    fired.increment();
  }

  @Override
  public void triggerMisfired(Trigger trigger) {
    misfired.increment();
  }

  @Override
  public void triggerComplete(
      Trigger trigger, JobExecutionContext context, CompletedExecutionInstruction instruction) {
    completed.increment();
  }

  void bindTo(MeterRegistry meters) {
    counter(meters, "quartz.triggers.fired", "Firings of triggers", fired);
    counter(meters, "quartz.triggers.misfired", "Firings that came too late to be made", misfired);
    Gauge.builder("quartz.jobs.executing", () -> fired.sum() - completed.sum())
        .description("Jobs under way")
        .tag("scheduler", scheduler)
        .register(meters);
  }

  private void counter(MeterRegistry meters, String name, String help, LongAdder value) {
    FunctionCounter.builder(name, value, LongAdder::doubleValue)
        .description(help)
        .tag("scheduler", scheduler)
        .register(meters);
  }
}

package dev.nines.engine.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.ManagementFactory;
import java.util.function.ToDoubleFunction;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * How busy is the scheduler of virtual threads, on which probes run? Read from the JDK's bean:
 * Micrometer's own binder records by Flight Recorder, for threads that are pinned, which JDK 25
 * hardly has any more.
 */
final class VirtualThreadMeters implements MeterBinder {
  /** Reads the bean of this JVM. */
  VirtualThreadMeters() {}

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "jvm.threads.virtual.carriers",
        "Threads that carry virtual threads",
        VirtualThreadSchedulerMXBean::getPoolSize);
    gauge(
        registry,
        "jvm.threads.virtual.parallelism",
        "How many virtual threads run at once at most",
        VirtualThreadSchedulerMXBean::getParallelism);
    gauge(
        registry,
        "jvm.threads.virtual.mounted",
        "Virtual threads that run",
        VirtualThreadSchedulerMXBean::getMountedVirtualThreadCount);
    gauge(
        registry,
        "jvm.threads.virtual.queued",
        "Virtual threads that could run and wait for a carrier",
        VirtualThreadSchedulerMXBean::getQueuedVirtualThreadCount);
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String help,
      ToDoubleFunction<VirtualThreadSchedulerMXBean> value) {
    var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    Gauge.builder(name, scheduler, value).description(help).register(registry);
  }
}

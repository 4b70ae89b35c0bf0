package dev.nines.engine.meters;

import com.sun.management.OperatingSystemMXBean;
import dev.nines.slo.time.Seconds;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How is the JVM? Memory, garbage collection, threads, classes, and the process that it is.
 *
 * <p>Two of Micrometer's names are against Prometheus' rules: nanoseconds where seconds are the
 * base unit, and a gauge that ends like the counter of a histogram.
 */
public final class JvmMeters implements MeterBinder, AutoCloseable {
  private static final String CPU_NANOS = "process.cpu.time";
  private static final String CPUS = "system.cpu.count";

  private final JvmGcMetrics gc = new JvmGcMetrics();

  /** Measures this JVM once it is bound. */
  public JvmMeters() {}

  @Override
  public void bindTo(MeterRegistry registry) {
    registry
        .config()
        .meterFilter(MeterFilter.deny(id -> id.getName().equals(CPU_NANOS)))
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                return id.getName().equals(CPUS) ? id.withName("system.cpus") : id;
              }
            });
    List.of(
            new JvmMemoryMetrics(),
            gc,
            new JvmThreadMetrics(),
            new VirtualThreadMeters(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder("process.cpu", system, os -> Seconds.ofNanos(os.getProcessCpuTime()))
        .baseUnit("seconds")
        .description("CPU time used by the process")
        .register(registry);
  }

  @Override
  public void close() {
    gc.close();
  }
}

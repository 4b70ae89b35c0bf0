package dev.nines.engine.series;

import static dev.nines.engine.series.MetricType.COUNTER;
import static dev.nines.engine.series.MetricType.GAUGE;
import static dev.nines.engine.series.MetricType.SUMMARY;

/**
 * What the libraries under Nines export by themselves, through Micrometer: the JVM, the connection
 * pool, statements, Quartz and Jetty. A test holds that there is nothing else.
 */
public enum LibraryMetric implements DeclaredMetric {
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS(
      "hikaricp_connections", GAUGE, MetricUnit.COUNT, "pool", "Total connections"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_ACQUIRE_SECONDS(
      "hikaricp_connections_acquire_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "pool",
      "Connection acquire time"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_ACQUIRE_SECONDS_MAX(
      "hikaricp_connections_acquire_seconds_max",
      GAUGE,
      MetricUnit.SECONDS,
      "pool",
      "Connection acquire time"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_ACTIVE(
      "hikaricp_connections_active", GAUGE, MetricUnit.COUNT, "pool", "Active connections"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_CREATION_SECONDS(
      "hikaricp_connections_creation_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "pool",
      "Connection creation time"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_CREATION_SECONDS_MAX(
      "hikaricp_connections_creation_seconds_max",
      GAUGE,
      MetricUnit.SECONDS,
      "pool",
      "Connection creation time"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_IDLE(
      "hikaricp_connections_idle", GAUGE, MetricUnit.COUNT, "pool", "Idle connections"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_MAX(
      "hikaricp_connections_max", GAUGE, MetricUnit.COUNT, "pool", "Max connections"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_MIN(
      "hikaricp_connections_min", GAUGE, MetricUnit.COUNT, "pool", "Min connections"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_PENDING(
      "hikaricp_connections_pending", GAUGE, MetricUnit.COUNT, "pool", "Pending threads"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_TIMEOUT_TOTAL(
      "hikaricp_connections_timeout_total",
      COUNTER,
      MetricUnit.COUNT,
      "pool",
      "Connection timeout total count"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_USAGE_SECONDS(
      "hikaricp_connections_usage_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "pool",
      "Connection usage time"),
  /** Of HikariCP. */
  HIKARICP_CONNECTIONS_USAGE_SECONDS_MAX(
      "hikaricp_connections_usage_seconds_max",
      GAUGE,
      MetricUnit.SECONDS,
      "pool",
      "Connection usage time"),
  /** Of JDBI. */
  JDBI_STATEMENTS_SECONDS(
      "jdbi_statements_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "operation outcome",
      "How long statements to the database took, by their first word"),
  /** Of JDBI. */
  JDBI_STATEMENTS_SECONDS_MAX(
      "jdbi_statements_seconds_max",
      GAUGE,
      MetricUnit.SECONDS,
      "operation outcome",
      "How long statements to the database took, by their first word"),
  /** Of Jetty. */
  JETTY_CONNECTIONS_OPEN(
      "jetty_connections_open",
      GAUGE,
      MetricUnit.COUNT,
      "connector",
      "Open connections of a connector"),
  /** Of Jetty. */
  JETTY_THREADS_BUSY(
      "jetty_threads_busy", GAUGE, MetricUnit.COUNT, "", "The number of busy threads in the pool"),
  /** Of Jetty. */
  JETTY_THREADS_CONFIG_MAX(
      "jetty_threads_config_max",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The maximum number of threads in the pool"),
  /** Of Jetty. */
  JETTY_THREADS_CONFIG_MIN(
      "jetty_threads_config_min",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The minimum number of threads in the pool"),
  /** Of Jetty. */
  JETTY_THREADS_CURRENT(
      "jetty_threads_current",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The total number of threads in the pool"),
  /** Of Jetty. */
  JETTY_THREADS_IDLE(
      "jetty_threads_idle", GAUGE, MetricUnit.COUNT, "", "The number of idle threads in the pool"),
  /** Of Jetty. */
  JETTY_THREADS_JOBS(
      "jetty_threads_jobs",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Number of jobs queued waiting for a thread"),
  /** Of the JVM. */
  JVM_BUFFER_COUNT_BUFFERS(
      "jvm_buffer_count_buffers",
      GAUGE,
      MetricUnit.COUNT,
      "id",
      "An estimate of the number of buffers in the pool"),
  /** Of the JVM. */
  JVM_BUFFER_MEMORY_USED_BYTES(
      "jvm_buffer_memory_used_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "id",
      "An estimate of the memory that the Java virtual machine is using for" + " this buffer pool"),
  /** Of the JVM. */
  JVM_BUFFER_TOTAL_CAPACITY_BYTES(
      "jvm_buffer_total_capacity_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "id",
      "An estimate of the total capacity of the buffers in this pool"),
  /** Of the JVM. */
  JVM_CLASSES_LOADED_CLASSES(
      "jvm_classes_loaded_classes",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The number of classes that are currently loaded in the Java virtual" + " machine"),
  /** Of the JVM. */
  JVM_CLASSES_LOADED_COUNT_CLASSES_TOTAL(
      "jvm_classes_loaded_count_classes_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "The number of classes loaded in the Java virtual machine"),
  /** Of the JVM. */
  JVM_CLASSES_UNLOADED_CLASSES_TOTAL(
      "jvm_classes_unloaded_classes_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "The number of classes unloaded in the Java virtual machine"),
  /** Of the JVM. */
  JVM_GC_CONCURRENT_PHASE_TIME_SECONDS(
      "jvm_gc_concurrent_phase_time_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "action cause gc",
      "Time spent in concurrent phase"),
  /** Of the JVM. */
  JVM_GC_CONCURRENT_PHASE_TIME_SECONDS_MAX(
      "jvm_gc_concurrent_phase_time_seconds_max",
      GAUGE,
      MetricUnit.SECONDS,
      "action cause gc",
      "Time spent in concurrent phase"),
  /** Of the JVM. */
  JVM_GC_LIVE_DATA_SIZE_BYTES(
      "jvm_gc_live_data_size_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "",
      "Size of long-lived heap memory pool after reclamation"),
  /** Of the JVM. */
  JVM_GC_MAX_DATA_SIZE_BYTES(
      "jvm_gc_max_data_size_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "",
      "Max size of long-lived heap memory pool"),
  /** Of the JVM. */
  JVM_GC_MEMORY_ALLOCATED_BYTES_TOTAL(
      "jvm_gc_memory_allocated_bytes_total",
      COUNTER,
      MetricUnit.BYTES,
      "",
      "Incremented for an increase in the size of the (young) heap memory pool"
          + " after one GC to before the next"),
  /** Of the JVM. */
  JVM_GC_MEMORY_PROMOTED_BYTES_TOTAL(
      "jvm_gc_memory_promoted_bytes_total",
      COUNTER,
      MetricUnit.BYTES,
      "",
      "Count of positive increases in the size of the old generation memory"
          + " pool before GC to after GC"),
  /** Of the JVM. */
  JVM_GC_PAUSE_SECONDS(
      "jvm_gc_pause_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "action cause gc",
      "Time spent in GC pause"),
  /** Of the JVM. */
  JVM_GC_PAUSE_SECONDS_MAX(
      "jvm_gc_pause_seconds_max",
      GAUGE,
      MetricUnit.SECONDS,
      "action cause gc",
      "Time spent in GC pause"),
  /** Of the JVM. */
  JVM_MEMORY_COMMITTED_BYTES(
      "jvm_memory_committed_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "area id",
      "The amount of memory in bytes that is committed for the Java virtual" + " machine to use"),
  /** Of the JVM. */
  JVM_MEMORY_MAX_BYTES(
      "jvm_memory_max_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "area id",
      "The maximum amount of memory in bytes that can be used for memory" + " management"),
  /** Of the JVM. */
  JVM_MEMORY_USED_BYTES(
      "jvm_memory_used_bytes", GAUGE, MetricUnit.BYTES, "area id", "The amount of used memory"),
  /** Of the JVM. */
  JVM_THREADS_DAEMON_THREADS(
      "jvm_threads_daemon_threads",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The current number of live daemon threads"),
  /** Of the JVM. */
  JVM_THREADS_LIVE_THREADS(
      "jvm_threads_live_threads",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The current number of live threads including both daemon and non-daemon" + " threads"),
  /** Of the JVM. */
  JVM_THREADS_PEAK_THREADS(
      "jvm_threads_peak_threads",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The peak live thread count since the Java virtual machine started or" + " peak was reset"),
  /** Of the JVM. */
  JVM_THREADS_STARTED_THREADS_TOTAL(
      "jvm_threads_started_threads_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "The total number of application threads started in the JVM"),
  /** Of the JVM. */
  JVM_THREADS_STATES_THREADS(
      "jvm_threads_states_threads",
      GAUGE,
      MetricUnit.COUNT,
      "state",
      "The current number of threads"),
  /** Of the JVM. */
  JVM_THREADS_VIRTUAL_CARRIERS(
      "jvm_threads_virtual_carriers",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Threads that carry virtual threads"),
  /** Of the JVM. */
  JVM_THREADS_VIRTUAL_MOUNTED(
      "jvm_threads_virtual_mounted", GAUGE, MetricUnit.COUNT, "", "Virtual threads that run"),
  /** Of the JVM. */
  JVM_THREADS_VIRTUAL_PARALLELISM(
      "jvm_threads_virtual_parallelism",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "How many virtual threads run at once at most"),
  /** Of the JVM. */
  JVM_THREADS_VIRTUAL_QUEUED(
      "jvm_threads_virtual_queued",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Virtual threads that could run and wait for a carrier"),
  /** Of the process. */
  PROCESS_CPU_SECONDS_TOTAL(
      "process_cpu_seconds_total", COUNTER, MetricUnit.SECONDS, "", "CPU time used by the process"),
  /** Of the process. */
  PROCESS_CPU_USAGE(
      "process_cpu_usage",
      GAUGE,
      MetricUnit.RATIO,
      "",
      "The \"recent cpu usage\" for the Java Virtual Machine process"),
  /** Of the process. */
  PROCESS_FILES_MAX_FILES(
      "process_files_max_files", GAUGE, MetricUnit.COUNT, "", "The maximum file descriptor count"),
  /** Of the process. */
  PROCESS_FILES_OPEN_FILES(
      "process_files_open_files", GAUGE, MetricUnit.COUNT, "", "The open file descriptor count"),
  /** Of the process. */
  PROCESS_START_TIME_SECONDS(
      "process_start_time_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "",
      "Start time of the process since unix epoch."),
  /** Of the process. */
  PROCESS_UPTIME_SECONDS(
      "process_uptime_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "",
      "The uptime of the Java virtual machine"),
  /** Of Quartz. */
  QUARTZ_JOBS_EXECUTING(
      "quartz_jobs_executing", GAUGE, MetricUnit.COUNT, "scheduler", "Jobs under way"),
  /** Of Quartz. */
  QUARTZ_TRIGGERS_FIRED_TOTAL(
      "quartz_triggers_fired_total", COUNTER, MetricUnit.COUNT, "scheduler", "Firings of triggers"),
  /** Of Quartz. */
  QUARTZ_TRIGGERS_MISFIRED_TOTAL(
      "quartz_triggers_misfired_total",
      COUNTER,
      MetricUnit.COUNT,
      "scheduler",
      "Firings that came too late to be made"),
  /** Of the machine. */
  SYSTEM_CPU_USAGE(
      "system_cpu_usage",
      GAUGE,
      MetricUnit.RATIO,
      "",
      "The \"recent cpu usage\" of the system the application is running in"),
  /** Of the machine. */
  SYSTEM_CPUS(
      "system_cpus",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "The number of processors available to the Java virtual machine"),
  /** Of the machine. */
  SYSTEM_LOAD_AVERAGE_1M(
      "system_load_average_1m",
      GAUGE,
      MetricUnit.NONE,
      "",
      "The sum of the number of runnable entities queued to available"
          + " processors and the number of runnable entities running on the available"
          + " processors averaged over a period of time");

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and enums is
  private final Declaration declaration;

  LibraryMetric(String metricName, MetricType type, MetricUnit unit, String labels, String help) {
    declaration = new Declaration(metricName, type, unit, labels, help);
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}

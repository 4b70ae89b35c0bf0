package dev.nines.engine.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.nines.engine.telemetry.OtelEnvironment.Signal;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once in the log that a collector does not take a signal, and once that it does again.
 * Thread-safe.
 */
final class CollectorLog {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorLog.class);

  /** What the SDK logs of it: an error with its stack, minute after minute. */
  private static final String OF_THE_SDK = "io.opentelemetry.exporter";

  private final String signal;
  private final String collector;
  private boolean failing;

  /**
   * Nothing has failed yet.
   *
   * @param signal what is sent
   * @param collector who takes it, as people know it
   */
  CollectorLog(Signal signal, String collector) {
    this.signal = signal.label();
    this.collector = collector;
  }

  /** Keeps the SDK from saying the same, unless config.yml has a level for its loggers. */
  static void speakInsteadOfTheSdk() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      var logger = context.getLogger(OF_THE_SDK);
      if (logger.getLevel() == null) {
        logger.setLevel(Level.OFF);
      }
    }
  }

  /** Hears what came of a request. */
  synchronized void heard(CompletableResultCode export) {
    if (!export.isSuccess() && !failing) {
      LOG.warn(
          "{} does not take {}, and what does not fit the queue meanwhile is lost: {}",
          collector,
          signal,
          why(export.getFailureThrowable()));
    } else if (export.isSuccess() && failing) {
      LOG.info("{} takes {} again", collector, signal);
    }
    failing = !export.isSuccess();
  }

  /** The SDK's class is internal to it, but nothing else of it tells the status. */
  private static String why(@Nullable Throwable thrown) {
    if (thrown instanceof HttpExportException http && http.getResponse() != null) {
      return "HTTP %d %s"
          .formatted(http.getResponse().getStatusCode(), http.getResponse().getStatusMessage())
          .strip();
    }
    if (thrown == null) {
      return "no answer in time";
    }
    var cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
